import { queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'
import type { paths } from './schema'

export type CustomerRow = Schemas['CustomerRow']
export type CustomerDetail = Schemas['CustomerDetail']
export type { PoolRow } from './pools'
export type DatasetState = Schemas['DatasetState']
export type CustomerFilter = NonNullable<paths['/customers']['get']['parameters']['query']>

export const customerQueries = {
  page: (filter: CustomerFilter) =>
    queryOptions({
      queryKey: ['customers', filter],
      queryFn: ({ signal }) => unwrap(client.GET('/customers', { params: { query: filter }, signal })),
    }),
  choices: () =>
    queryOptions({ queryKey: ['customer-choices'], queryFn: () => unwrap(client.GET('/customer-choices')) }),
  detail: (id: number) =>
    queryOptions({
      queryKey: ['customer', id],
      queryFn: () => unwrap(client.GET('/customers/{id}', { params: { path: { id } } })),
    }),
}
