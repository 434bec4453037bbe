import type { Coverage } from '../../api/dashboard'
import type { Home } from '../../api/home'
import { wasRead } from '../../lib/freshness'

export function nothingToDecide({ total, unclear, over, matches, gone, access }: Home['decide']): boolean {
  return total + unclear + over.count + matches + gone.length + access.total === 0
}

export function nothingFailed({ connections, jobs, schedules }: Home['failed']): boolean {
  return connections.length + jobs + schedules.length === 0
}

export function nothingChanged(changed: Home['changed']): boolean {
  if (!changed) return true
  const { new_customers, gone_customers, new_subscriptions, seats, failed_jobs, first_read } = changed
  const kinds = [new_customers, gone_customers, new_subscriptions, seats, failed_jobs]
  return kinds.reduce((sum, each) => sum + each.total, first_read) === 0
}

/** Whether there is nothing at all to say of what was read, and all was: undefined until that is known. */
export function isQuiet(home: Home, coverage?: Coverage): boolean | undefined {
  const nothing = nothingToDecide(home.decide) && nothingFailed(home.failed) && nothingChanged(home.changed)
  return nothing && (coverage ? wasRead(coverage) : undefined)
}
