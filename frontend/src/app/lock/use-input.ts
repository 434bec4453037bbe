import { useEffect, useRef } from 'react'
import { tellInput } from '../../api/lock'

const inputs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const
/** Go hears of input at most so often. */
const pause = 15_000
const lookEvery = 10_000

/**
 * Tells Go of input while on. Go counts the time without; when it must be over by this page's clock, Go is asked first
 * whether it is locked, which also notices a computer that slept, and input in another tab.
 */
export function useInput(on: boolean, minutes: number, askLocked: () => Promise<boolean>) {
  const ask = useRef(askLocked)
  useEffect(() => {
    ask.current = askLocked
  })
  useEffect(() => {
    if (!on) return
    let last = Date.now()
    let told = 0
    const over = () => Date.now() - last >= minutes * 60_000
    let asking = false
    const tell = () => {
      last = Date.now()
      if (last - told < pause) return
      told = last
      tellInput().catch(() => ask.current())
    }
    const note = () => {
      if (!over()) return tell()
      if (asking) return
      asking = true
      void ask.current().then((locked) => {
        asking = false
        if (!locked) tell()
      })
    }
    const look = () => {
      if (over()) void ask.current()
    }
    for (const each of inputs) window.addEventListener(each, note, { passive: true, capture: true })
    document.addEventListener('visibilitychange', look)
    const timer = setInterval(look, lookEvery)
    return () => {
      for (const each of inputs) window.removeEventListener(each, note, { capture: true })
      document.removeEventListener('visibilitychange', look)
      clearInterval(timer)
    }
  }, [on, minutes])
}
