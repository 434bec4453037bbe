import { useSyncExternalStore } from 'react'
import { dayOf, daysBetween } from '../../lib/format'
import { useLocale } from '../../lib/locale'

let now = Date.now()
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** One clock for all ages on the page; it stands still while none is shown. */
function subscribe(listener: () => void) {
  listeners.add(listener)
  timer ??= setInterval(() => {
    now = Date.now()
    for (const each of listeners) each()
  }, 30_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** Gives a function that says when something was, as near as one wants to know: "5 min ago", "02:10 today", a date. */
export function useWhen(): (at: string) => string {
  const { t, f, zone } = useLocale()
  const clock = useSyncExternalStore(subscribe, () => now)
  return (at) => {
    const minutes = Math.floor((clock - Date.parse(at)) / 60_000)
    if (minutes < 1 && minutes > -2) return t('age.now')
    if (minutes >= 0 && minutes < 60) return t('age.minutes', { count: minutes })
    const days = daysBetween(dayOf(at, zone), dayOf(new Date(clock).toISOString(), zone))
    if (days === 0) return t('age.today', { time: f.time(at) })
    if (days === 1) return t('age.yesterday', { time: f.time(at) })
    if (days === -1) return t('age.tomorrow', { time: f.time(at) })
    return f.dateTime(at)
  }
}

/** A moment in short, in full on hover. */
export function Age({ at }: { at: string }) {
  const { f } = useLocale()
  const when = useWhen()
  return (
    <time dateTime={at} title={f.dateTime(at)} className="num">
      {when(at)}
    </time>
  )
}
