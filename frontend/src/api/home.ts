import { queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'
import type { paths } from './schema'

export type Home = Schemas['Home']
export type HomeChanges = Schemas['HomeChanges']
export type HomeChange = Schemas['HomeChange']
export type HomeFailure = Schemas['HomeFailure']
export type HomeFilter = NonNullable<paths['/home']['get']['parameters']['query']>

export const homeQueries = {
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
