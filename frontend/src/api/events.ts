import type { Schemas } from './client'
import { windowRuntime } from './desktop'

export type LiveEvent = Schemas['Event']
type LiveEventType = LiveEvent['type']

const types: Record<LiveEventType, true> = {
  run_started: true,
  run_progress: true,
  run_ended: true,
  connection_changed: true,
  data_changed: true,
  settings_changed: true,
  sample_progress: true,
  notifications_changed: true,
  workspace_changed: true,
  locked: true,
  unlocked: true,
}

function toEvent(value: unknown): LiveEvent | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined
  return String(value.type) in types ? (value as LiveEvent) : undefined
}

/**
 * Listens to what happens in Go: Wails events in the window, server-sent events in a browser.
 * onReconnect is called when the stream came back after a gap, in which events may have been lost.
 */
export function listen(onEvent: (event: LiveEvent) => void, onReconnect: () => void): () => void {
  const runtime = windowRuntime()
  if (runtime) {
    return runtime.EventsOn('tenantry', (value) => {
      const event = toEvent(value)
      if (event) onEvent(event)
    })
  }
  if (typeof EventSource === 'undefined') return () => undefined
  return listenToServer(onEvent, onReconnect)
}

function listenToServer(onEvent: (event: LiveEvent) => void, onReconnect: () => void): () => void {
  const source = new EventSource('/api/events')
  let lost = false
  source.onerror = () => {
    lost = true
  }
  source.onopen = () => {
    if (lost) onReconnect()
    lost = false
  }
  for (const type of Object.keys(types)) {
    source.addEventListener(type, (message: MessageEvent<string>) => {
      const event = toEvent(JSON.parse(message.data))
      if (event) onEvent(event)
    })
  }
  return () => source.close()
}
