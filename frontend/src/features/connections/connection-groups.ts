import type { ConnectionRow } from '../../api/connections'

/** Connections of one vendor beyond this number are shown as a group. */
const most = 5

export interface Grouped {
  single: ConnectionRow[]
  groups: { vendor: ConnectionRow['vendor']; connections: ConnectionRow[] }[]
}

/** Puts the connections of vendors that have many of them together; the order within stays. */
export function groupConnections(connections: ConnectionRow[]): Grouped {
  const byVendor = new Map<ConnectionRow['vendor'], ConnectionRow[]>()
  for (const connection of connections) {
    byVendor.set(connection.vendor, [...(byVendor.get(connection.vendor) ?? []), connection])
  }
  const groups = [...byVendor]
    .filter(([, members]) => members.length > most)
    .map(([vendor, members]) => ({ vendor, connections: members }))
  const grouped = new Set(groups.map((group) => group.vendor))
  return { single: connections.filter((connection) => !grouped.has(connection.vendor)), groups }
}

/** Counts the connections in each state, those that need someone first. */
export function statesOf(connections: ConnectionRow[]): [ConnectionRow['state'], number][] {
  const order: ConnectionRow['state'][] = ['sign_in', '', 'ready', 'paused']
  return order
    .map((state): [ConnectionRow['state'], number] => [state, connections.filter((c) => c.state === state).length])
    .filter(([, count]) => count > 0)
}

/** Counts the connections whose last sync did not read everything. */
export function unread(connections: ConnectionRow[]): number {
  return connections.filter((c) => ['failed', 'partial', 'interrupted'].includes(c.last_run?.state ?? '')).length
}
