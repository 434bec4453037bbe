import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type Home, markHomeSeen } from '../../api/home'

/** How long the page is looked at before what it shows counts as seen. */
const seenAfter = 20_000

/**
 * Counts the page as seen once it was looked at for a while, and again when it is left. What it tells as new stays until
 * then: it goes on counting from the visit before this one, which onPin is told.
 */
export function useVisit(home: Home | undefined, onPin: (since: string | undefined) => void) {
  const client = useQueryClient()
  const [seen, setSeen] = useState(false)
  const loaded = home !== undefined
  const before = home?.changed?.since

  useEffect(() => {
    if (!loaded || seen) return
    const timer = setTimeout(() => {
      if (before) onPin(before)
      setSeen(true)
      void markHomeSeen()
    }, seenAfter)
    return () => clearTimeout(timer)
  }, [loaded, seen, before, onPin])

  useEffect(() => {
    if (!seen) return
    return () => void markHomeSeen()
  }, [seen])

  return async () => {
    await markHomeSeen()
    onPin(undefined)
    await client.invalidateQueries({ queryKey: ['home'] })
  }
}
