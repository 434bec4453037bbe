import type { Kpis } from '../api/dashboard'

export function makeKpis(change: Partial<Kpis>): Kpis {
  const dated = { count: 0, subscriptions: 0, seats: 0, missing_dates: 0 }
  return {
    as_of: '2026-11-20',
    family: '',
    customers: { count: 45, outside: 0, total: 45, previous: 43 },
    expiring: { ...dated, count: 4, subscriptions: 5, seats: 60 },
    renewing: { ...dated, count: 7, subscriptions: 9, seats: 120 },
    open: { ...dated, count: 3, subscriptions: 3, seats: 15, missing_dates: 12 },
    low: { count: 2, pools: 2, unassigned: 31, age_unknown: 1 },
    over: { count: 1, pools: 1, seats: 6 },
    unmatched: 45,
    excluded: [
      { reason: 'free', pools: 8 },
      { reason: 'unlimited', pools: 3 },
    ],
    failed_tasks: 2,
    bought: 1234,
    assigned: 1001,
    families: [
      { family: 'meetings', customers: 20 },
      { family: 'microsoft365', customers: 31 },
    ],
    completeness: {
      expected: 45,
      read: 43,
      failed: [{ error_key: 'consent_missing', count: 2 }],
      never: 0,
      oldest: '2026-11-20T01:10:00Z',
      newest: '2026-11-20T01:12:00Z',
    },
    ...change,
  }
}
