import { queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'
import type { CustomerRow } from './customers'
import type { paths } from './schema'

export type KindCount = Schemas['KindCount']

/** A stored row of any kind: whose it is, where it came from, and its own fields. */
export interface StoredRow {
  id: number
  key: string
  customer_id: number
  customer: string
  connection: string
  connection_id: number
  vendor: CustomerRow['vendors'][number]
  source: string
  synced_at: string | null
  row: Record<string, unknown>
}

export type RowFilter = NonNullable<paths['/jobs']['get']['parameters']['query']>

/** Whose rows: a customer's or a connection's, of which figures may count only some. */
export type Whose = ({ customer_id: number } | { connection_id: number }) & Pick<RowFilter, 'counted' | 'level'>

export interface RowPage {
  items: StoredRow[]
  total: number
}

/** Every kind is listed alike, under its own path and with its own row. */
async function findRows(kind: string, query: RowFilter, signal?: AbortSignal): Promise<RowPage> {
  const page = await unwrap(client.GET(`/${kind}` as '/jobs', { params: { query }, signal }))
  return page as unknown as RowPage
}

export const rowQueries = {
  counts: (customer: number) =>
    queryOptions({
      queryKey: ['row-counts', customer],
      queryFn: () => unwrap(client.GET('/customers/{id}/row-counts', { params: { path: { id: customer } } })),
    }),
  /** One page of the rows of a kind, the newest first unless they are sorted. */
  page: (kind: string, filter: RowFilter) =>
    queryOptions({
      queryKey: ['rows', kind, filter],
      queryFn: ({ signal }) => findRows(kind, filter, signal),
    }),
}
