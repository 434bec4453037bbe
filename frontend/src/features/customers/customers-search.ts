import { families } from '../../lib/families'
import { choiceParam, drop, flagParam, type Search, shellSearch, textParam } from '../../lib/url-state'
import { vendors } from '../../lib/vendors'

export const figures = [
  'expiring',
  'renewing',
  'open',
  'low',
  'over',
  'suspended',
  'expired',
  'trial',
  'unmatched',
  'failed',
] as const

export const statuses = ['suspended', 'expired', 'expiring', 'overage', 'trial', 'active', 'unknown'] as const

const sorts = [
  'name',
  'domain',
  'country',
  'vendors',
  'families',
  'statuses',
  'subscriptions',
  'bought',
  'assigned',
  'available',
  'over_seats',
  'next_ends_on',
  'next_renews_on',
  'next_open_on',
  'unmatched',
  'no_access',
  'synced_at',
  'first_seen_at',
  'gone_at',
] as const

export type CustomersSearch = ReturnType<typeof customersSearch>

export function customersSearch(search: Search) {
  return drop({
    ...shellSearch(search),
    search: textParam(search, 'search'),
    figure: choiceParam(search, 'figure', figures),
    family: choiceParam(search, 'family', families),
    vendor: choiceParam(search, 'vendor', vendors),
    status: choiceParam(search, 'status', statuses),
    country: /^[A-Z]{2}$/.test(String(search.country)) ? String(search.country) : undefined,
    gone: flagParam(search, 'gone'),
    sort: choiceParam(search, 'sort', sorts),
    desc: flagParam(search, 'desc'),
  })
}
