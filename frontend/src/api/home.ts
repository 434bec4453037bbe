import { queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'
import type { paths } from './schema'

export type Home = Schemas['Home']
export type HomeChanges = Schemas['HomeChanges']
export type HomeChange = Schemas['HomeChange']
export type HomeFailure = Schemas['HomeFailure']
export type HomeFilter = NonNullable<paths['/home']['get']['parameters']['query']>

/** How many rows stand under each line at first. */
const few = 8

export const homeQueries = {
  /** What is shown at first, of all customers or some. */
  first: (filter: HomeFilter = {}) => homeQueries.home({ ...filter, limit: few }),
  home: (filter: HomeFilter) =>
    queryOptions({
      queryKey: ['home', filter],
      queryFn: ({ signal }) => unwrap(client.GET('/home', { params: { query: filter }, signal })),
    }),
}

/** Makes now the last visit: what changed before it is told no more. */
export function markHomeSeen() {
  return unwrap(client.POST('/home/seen'))
}
