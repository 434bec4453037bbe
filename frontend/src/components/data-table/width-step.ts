import type { KeyboardEvent } from 'react'

const step = 16

/** By how much a key makes a column wider: Alt with an arrow does. The browser, which goes back by it, is not asked. */
export function widthStep(event: KeyboardEvent): number {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return 0
  const by = { ArrowLeft: -step, ArrowRight: step }[event.key] ?? 0
  if (by !== 0) event.preventDefault()
  return by
}
