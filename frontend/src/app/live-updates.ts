import type { QueryClient } from '@tanstack/react-query'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { listen, type LiveEvent } from '../api/events'
import { lockQueries } from '../api/lock'
import { type Session, sessionQueries } from '../api/session'
import { type LiveRun, syncQueries } from '../api/sync'
import { forgetOffers } from '../components/ui/undo'

const dataKeys = [
  'home',
  'notifications',
  'dashboard',
  'trend',
  'customers',
  'customer',
  'customer-choices',
  'tags',
  'activity',
  'facts',
  'portal-links',
  'portal-templates',
  'subscriptions',
  'calendar',
  'licences',
  'pools',
  'operations',
  'rows',
  'row-counts',
  'completeness',
  'connections',
  'access',
  'matches',
  'organisation',
]

/** What a change makes out of date. Progress of a run only changes the run itself. */
const outdated: Record<LiveEvent['type'], string[]> = {
  run_started: ['runs', 'connections'],
  run_progress: [],
  run_ended: [...dataKeys, 'runs', 'tasks', 'schedules'],
  connection_changed: [
    'home',
    'organisation',
    'setup',
    'connections',
    'session',
    'schedules',
    'completeness',
    'dashboard',
    'runs',
  ],
  data_changed: [...dataKeys, 'imports', 'prices', 'runs', 'live-runs', 'schedules', 'session'],
  settings_changed: ['settings', 'session', 'setup', 'lock', ...dataKeys],
  sample_progress: [],
  notifications_changed: ['notifications'],
  workspace_changed: [],
  locked: [],
  unlocked: [],
}

/** At most one refresh a second: a sync reports more often than anybody reads. */
const refreshPause = 1000

export function applyEvent(client: QueryClient, event: LiveEvent): string[] {
  if (event.run)
    putRun(client, { ...event.run, waiting_seconds: event.waiting_seconds, waiting_for: event.waiting_for })
  if (event.type === 'sample_progress') {
    client.setQueryData<Session>(
      sessionQueries.session().queryKey,
      (session) => session && { ...session, sample_progress: event.progress ?? null },
    )
  }
  return outdated[event.type]
}

function putRun(client: QueryClient, run: LiveRun) {
  client.setQueryData<LiveRun[]>(syncQueries.live().queryKey, (runs = []) => [
    run,
    ...runs.filter((other) => other.id !== run.id),
  ])
  client.setQueryData(syncQueries.run(run.id).queryKey, run)
  client.setQueriesData<{ items: LiveRun[]; total: number }>(
    { queryKey: ['runs', 'list'] },
    (page) => page && { ...page, items: page.items.map((other) => (other.id === run.id ? run : other)) },
  )
}

/** Keeps the query cache true: Go's events say what changed, nothing is polled. */
export function useLiveUpdates() {
  const client = useQueryClient()
  useEffect(() => {
    const waiting = new Set<string>()
    let timer: ReturnType<typeof setTimeout> | undefined
    const flush = () => {
      timer = undefined
      const keys = [...waiting]
      waiting.clear()
      void client.invalidateQueries({ predicate: (query) => keys.includes(String(query.queryKey[0])) })
    }
    const stop = listen(
      (event) => {
        const keys = applyEvent(client, event)
        if (event.type === 'workspace_changed') {
          forgetOffers()
          void client.resetQueries()
        }
        if (event.type === 'locked') void client.invalidateQueries({ queryKey: lockQueries.state().queryKey })
        for (const key of keys) waiting.add(key)
        if (waiting.size > 0) timer ??= setTimeout(flush, refreshPause)
      },
      () => void client.invalidateQueries(),
    )
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [client])
}
