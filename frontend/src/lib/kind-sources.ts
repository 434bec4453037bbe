import sources from '../../../app/kindsources.json'
import type { CustomerDetail } from '../api/customers'
import type { VendorChoice } from './vendors'

/** The datasets that tell of a kind, by vendor; Go holds the list against what connectors read. */
const bySource: Record<string, Partial<Record<VendorChoice, string[]>> | undefined> = sources

/** The vendors that tell of a kind. */
export function tellersOf(kind: string): VendorChoice[] {
  return Object.keys(bySource[kind] ?? {}) as VendorChoice[]
}

/** What a connection of a customer has said of a kind of which nothing is listed. */
export interface Told {
  id: number
  connection: string
  /** When it was read; undefined where it was not. */
  read?: string
  /** Why it could not be read. */
  error?: string
}

type Known = Pick<CustomerDetail, 'records' | 'datasets'>

/** What each connection of a customer that tells of a kind has said of it: its oldest read and its first error count. */
export function toldOf(kind: string, customer: Known): Told[] {
  return connectionsOf(customer).flatMap(({ connection_id: id, connection, vendor }) => {
    const names = bySource[kind]?.[vendor]
    if (!names) return []
    const reads = customer.datasets.filter((each) => each.connection === connection && names.includes(each.dataset))
    const ages = reads.map((each) => each.last_ok_at ?? '').sort()
    return { id, connection, read: ages[0] || undefined, error: reads.find((each) => each.error_key)?.error_key }
  })
}

/** The connections of a customer that say nothing of a kind, neither themselves nor by a file. */
export function silentOf(kind: string, files: string, customer: Known): string[] {
  return connectionsOf(customer)
    .filter(
      ({ connection, vendor }) =>
        !bySource[kind]?.[vendor] &&
        !customer.datasets.some((each) => each.connection === connection && each.dataset === files),
    )
    .map(({ connection }) => connection)
}

/** One record of each connection that lists the customer. */
function connectionsOf({ records }: Known) {
  const listed = records.filter((record) => !record.gone_at)
  return listed.filter((record, n) => listed.findIndex((each) => each.connection_id === record.connection_id) === n)
}
