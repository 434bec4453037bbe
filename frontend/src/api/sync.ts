import { queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'

export type Run = Schemas['Run']
export type Task = Schemas['Task']
export type Completeness = Schemas['Completeness']
/** A run and how many seconds it waits for the vendor's rate limit. */
export type LiveRun = Run & { waiting_seconds?: number; waiting_for?: string }
export type TaskState = Task['state']

export interface RunFilter {
  connection_id?: number
  limit: number
  offset: number
}

export interface TaskFilter {
  state?: TaskState
  search?: string
  limit: number
  offset: number
}

export const syncQueries = {
  /** The newest runs; events keep them current while they go on. */
  live: () =>
    queryOptions({
      queryKey: ['live-runs'],
      queryFn: async (): Promise<LiveRun[]> =>
        (await unwrap(client.GET('/runs', { params: { query: { limit: 50, offset: 0 } } }))).items,
    }),
  runs: (filter: RunFilter) =>
    queryOptions({
      queryKey: ['runs', 'list', filter],
      queryFn: () => unwrap(client.GET('/runs', { params: { query: filter } })),
    }),
  run: (id: number) =>
    queryOptions({
      queryKey: ['runs', 'one', id],
      queryFn: () => unwrap(client.GET('/runs/{id}', { params: { path: { id } } })),
    }),
  tasks: (id: number, filter: TaskFilter) =>
    queryOptions({
      queryKey: ['tasks', id, filter],
      queryFn: () => unwrap(client.GET('/runs/{id}/tasks', { params: { path: { id }, query: filter } })),
    }),
  completeness: () => queryOptions({ queryKey: ['completeness'], queryFn: () => unwrap(client.GET('/completeness')) }),
}

/** Starts a sync of the named connections, of all when none is named. Returns as soon as the runs are started. */
export function startSync(connectionIds: number[], full: boolean) {
  return unwrap(client.POST('/sync', { body: { connection_ids: connectionIds, full } }))
}

export function cancelRun(id: number) {
  return unwrap(client.POST('/runs/{id}/cancel', { params: { path: { id } } }))
}
