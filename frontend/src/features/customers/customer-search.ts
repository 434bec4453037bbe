import { choiceParam, drop, type Search, shellSearch } from '../../lib/url-state'

/** The parts of a customer's page, in their order. */
export const parts = [
  'overview',
  'subscriptions',
  'trials',
  'administrators',
  'users',
  'jobs',
  'health',
  'requests',
  'billing',
  'activity',
] as const

export type Part = (typeof parts)[number]

export function customerSearch(search: Search) {
  return drop({ ...shellSearch(search), part: choiceParam(search, 'part', parts) })
}

/** The kinds of rows that a part lists. */
export const kindsOf: Partial<Record<Part, string[]>> = {
  administrators: ['administrators', 'relationships'],
  users: ['people'],
  jobs: ['jobs', 'storage', 'erasures', 'scan-profiles'],
  health: ['service-states', 'incidents'],
  requests: ['service-requests'],
  billing: ['invoice-lines', 'invoices', 'agreements', 'orders'],
}

/** The datasets whose reading a part rests on. */
export const datasetsOf: Partial<Record<Part, string[]>> = {
  subscriptions: ['licenses', 'subscribed_skus', 'subscriptions', 'services', 'licence_usage', 'wholesale', 'orders'],
  trials: ['licenses', 'subscribed_skus', 'subscriptions', 'services', 'trials'],
  administrators: ['administrators', 'relationships'],
  users: ['people', 'subscribers', 'usage'],
  jobs: ['jobs', 'services', 'protected', 'scan_profiles', 'reports'],
  health: ['health'],
  requests: ['service_requests'],
  billing: ['orders', 'agreements'],
}
