import { queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'
import type { paths } from './schema'

export type PoolRow = Schemas['PoolRow']
export type PoolFilter = NonNullable<paths['/pools']['get']['parameters']['query']>

export const poolQueries = {
  page: (filter: PoolFilter) =>
    queryOptions({
      queryKey: ['pools', filter],
      queryFn: ({ signal }) => unwrap(client.GET('/pools', { params: { query: filter }, signal })),
    }),
  /** The customers that the list sorted by customer has, with how many rows each. */
  groups: (filter: PoolFilter) =>
    queryOptions({
      queryKey: ['pools', 'groups', filter],
      queryFn: ({ signal }) => unwrap(client.GET('/pools/groups', { params: { query: filter }, signal })),
    }),
  /** Asked at the vendor each time, and forgotten with the dialog. */
  assignedUsers: (id: number) =>
    queryOptions({
      queryKey: ['assigned-users', id],
      queryFn: ({ signal }) => unwrap(client.GET('/pools/{id}/assigned-users', { params: { path: { id } }, signal })),
      retry: false,
      staleTime: 0,
      gcTime: 0,
      refetchOnWindowFocus: false,
    }),
}
