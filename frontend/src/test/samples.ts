import type { CustomerDetail, CustomerRow } from '../api/customers'
import type { Session } from '../api/session'
import type { Settings } from '../api/settings'
import type { SubscriptionRow } from '../api/subscriptions'

/** Rows as Go sends them; tests change what they are about. */

export function makeSession(change: Partial<Session>): Session {
  return {
    mode: 'browser',
    version: '1.2.3',
    language: 'en',
    languages: ['en', 'de', 'it', 'nb'],
    sample: false,
    simulated: false,
    data_folder: '/data',
    first_start: false,
    setup: '',
    time_zone: 'Europe/Zurich',
    now: '2026-11-20T08:00:00Z',
    today: '2026-11-20',
    sample_progress: null,
    invented: false,
    ...change,
  }
}

export function makeSettings(change: Partial<Settings>): Settings {
  return {
    language: '',
    theme: 'system',
    density: 'compact',
    time_zone: '',
    date_format: '',
    time_format: '',
    no_personal_data: false,
    thresholds: { expiring_days: 90, low_factor: '0.5', low_min_customers: 5, low_min_age_days: 90, quiet_days: 30 },
    ...change,
  }
}

export function makeCustomer(change: Partial<CustomerRow>): CustomerRow {
  return {
    id: 1,
    name: 'Contoso AG',
    domain: 'contoso.example',
    country: 'CH',
    vendors: ['microsoft'],
    families: ['microsoft365'],
    statuses: ['active'],
    subscriptions: 2,
    bought: 20,
    assigned: 12,
    available: 8,
    over_seats: 0,
    seats_known: true,
    next_ends_on: '',
    next_renews_on: '',
    next_open_on: '2026-12-24',
    unmatched: true,
    no_access: '',
    managed: ['own'],
    types: ['subscription'],
    health: 'ok',
    health_at: '2026-11-20T01:10:00Z',
    failed_jobs: null,
    open_requests: 0,
    tags: [],
    synced_at: '2026-11-20T01:10:00Z',
    first_seen_at: '2026-01-05T10:00:00Z',
    gone_at: null,
    ...change,
  }
}

export function makeSubscription(change: Partial<SubscriptionRow>): SubscriptionRow {
  return {
    id: 1,
    customer_id: 1,
    customer: 'Contoso AG',
    connection_id: 1,
    connection: 'Microsoft',
    vendor: 'microsoft',
    number: 'S-1',
    product: 'Microsoft 365 E3',
    sku: 'SPE_E3',
    family: 'microsoft365',
    status: 'active',
    status_source: 'api',
    trial_source: '',
    billing_cycle: '',
    billing_cycle_source: '',
    cancel_until: null,
    cancel_until_source: '',
    trial: false,
    quantity: 20,
    assigned: null,
    pool: { bought: 20, assigned: 12, used: null, shared_by: 1 },
    created_on: '2025-12-24',
    created_on_source: 'api',
    term_end_on: '',
    term_end_source: '',
    at_term_end: '',
    at_term_end_source: '',
    term: '',
    term_source: '',
    deletes_on: '',
    tags: '',
    unit_price: '',
    currency: '',
    price_period: '',
    price_source: '',
    excluded: '',
    source: 'api',
    synced_at: '2026-11-20T01:10:00Z',
    gone_at: null,
    typed_at: null,
    given: null,
    ...change,
  }
}

export function makeDetail(change: Partial<CustomerDetail>): CustomerDetail {
  return {
    ...makeCustomer({}),
    records: [],
    subscription_rows: [makeSubscription({})],
    pools: [],
    datasets: [],
    history: [],
    typed: [],
    ...change,
  }
}
