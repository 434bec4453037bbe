import type { Home } from '../api/home'

/** A first page on which all is well. */
export function makeHome(change: {
  decide?: Partial<Home['decide']>
  failed?: Partial<Home['failed']>
  changed?: Partial<NonNullable<Home['changed']>>
}): Home {
  const { decide, failed, changed } = change
  const none = () => ({ total: 0, customers: 0, items: [] })
  return {
    today: '2026-11-20',
    decide: {
      until: '2026-12-04',
      decisions: [],
      total: 0,
      overdue: 0,
      totals: [],
      unpriced: 0,
      unclear: 0,
      over: { count: 0, pools: 0, seats: 0 },
      matches: 0,
      gone: [],
      access: { items: [], total: 0, missing: 0, expired: 0, soon: 0 },
      ...decide,
    },
    failed: { connections: [], jobs: 0, job_customers: 0, schedules: [], ...failed },
    changed: changed
      ? {
          since: '2026-11-18T08:00:00Z',
          new_customers: none(),
          first_read: 0,
          gone_customers: none(),
          new_subscriptions: none(),
          seats: none(),
          failed_jobs: none(),
          failed_jobs_in_total: 0,
          ...changed,
        }
      : null,
  }
}
