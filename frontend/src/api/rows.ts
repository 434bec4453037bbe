import { queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'

export type KindCount = Schemas['KindCount']

/** A stored row of any kind: whose it is, where it came from, and its own fields. */
export interface StoredRow {
  id: number
  key: string
  connection: string
  connection_id: number
  source: string
  synced_at: string | null
  row: Record<string, unknown>
}

export const rowQueries = {
  counts: (customer: number) =>
    queryOptions({
      queryKey: ['row-counts', customer],
      queryFn: () => unwrap(client.GET('/customers/{id}/row-counts', { params: { path: { id: customer } } })),
    }),
  /** The newest rows of one kind that a customer has. */
  ofCustomer: (kind: string, customer: number, limit: number) =>
    queryOptions({
      queryKey: ['rows', kind, customer, limit],
      queryFn: async () => {
        // Every kind is listed alike, under its own path and with its own row.
        const path = `/${kind}` as '/jobs'
        const page = await unwrap(client.GET(path, { params: { query: { customer_id: customer, limit } } }))
        return page as unknown as { items: StoredRow[]; total: number }
      },
    }),
}
