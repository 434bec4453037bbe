import { queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'
import type { paths } from './schema'

export type SubscriptionRow = Schemas['SubscriptionRow']
export type TypedValues = Schemas['Typed']
export type TypedResult = Schemas['TypedResult']
export type SubscriptionFilter = NonNullable<paths['/subscriptions']['get']['parameters']['query']>

export const subscriptionQueries = {
  page: (filter: SubscriptionFilter) =>
    queryOptions({
      queryKey: ['subscriptions', filter],
      queryFn: ({ signal }) => unwrap(client.GET('/subscriptions', { params: { query: filter }, signal })),
    }),
  /** One of them, gone or not. */
  one: (id: number) => subscriptionQueries.page({ id, gone: true, limit: 1 }),
  /** The customers that the list sorted by customer has, with how many rows each. */
  groups: (filter: SubscriptionFilter) =>
    queryOptions({
      queryKey: ['subscriptions', 'groups', filter],
      queryFn: ({ signal }) => unwrap(client.GET('/subscriptions/groups', { params: { query: filter }, signal })),
    }),
}

/** Saves what a user typed in; rows whose source gives the fact itself are skipped and named in the result. */
export function saveTyped(ids: number[], values: TypedValues) {
  return unwrap(client.PATCH('/subscriptions/typed', { body: { ids, values } }))
}
