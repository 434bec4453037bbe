import type { Kpis } from '../api/dashboard'
import type { ConnectionRow, Vendor } from '../api/connections'
import type { CustomerDetail, CustomerRow } from '../api/customers'
import type { Home } from '../api/home'
import type { LicenceRow, LicenceSummary, WasteRow, WasteSummary } from '../api/licences'
import type { OperationsRow, OperationsSummary } from '../api/operations'
import type { Session } from '../api/session'
import type { Settings } from '../api/settings'
import type { SubscriptionRow } from '../api/subscriptions'
import type { Run, Task } from '../api/sync'

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
    trial: false,
    quantity: 20,
    assigned: null,
    pool: { bought: 20, assigned: 12, shared_by: 1 },
    created_on: '2025-12-24',
    term_end_on: '',
    term_end_source: '',
    at_term_end: '',
    at_term_end_source: '',
    term: '',
    term_source: '',
    deletes_on: '',
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
    ...change,
  }
}

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

export function makeRun(change: Partial<Run>): Run {
  return {
    id: 1,
    connection_id: 1,
    connection: 'Microsoft',
    vendor: 'microsoft',
    full: false,
    trigger: 'user',
    simulated: false,
    state: 'done',
    started_at: '2026-11-20T01:10:00Z',
    ended_at: '2026-11-20T01:12:03Z',
    tasks_total: 90,
    tasks_done: 90,
    tasks_failed: 0,
    rows_read: 400,
    rows_written: 12,
    ...change,
  }
}

export function makeTask(change: Partial<Task>): Task {
  return {
    id: 1,
    run_id: 1,
    record_id: 1,
    customer_id: 1,
    customer: 'Contoso AG',
    dataset: 'subscribed_skus',
    state: 'failed',
    started_at: '2026-11-20T01:10:00Z',
    ended_at: '2026-11-20T01:10:01Z',
    rows_read: 0,
    rows_written: 0,
    error_key: 'consent_missing',
    error_detail: 'HTTP 403 AADSTS65001',
    ...change,
  }
}

export function makeVendor(change: Partial<Vendor>): Vendor {
  return {
    vendor: 'webex',
    name: 'Cisco Webex',
    requests_per_minute: 300,
    sign_in: '',
    sign_in_device: false,
    fields: [
      { name: 'client_id', kind: 'text', secret: false, required: true, advanced: false },
      { name: 'client_secret', kind: 'text', secret: true, required: true, advanced: false },
      {
        name: 'base_url',
        kind: 'url',
        secret: false,
        required: true,
        advanced: true,
        default: 'https://webexapis.com/v1',
      },
    ],
    ...change,
  }
}

export function makeConnection(change: Partial<ConnectionRow>): ConnectionRow {
  return {
    id: 1,
    vendor: 'webex',
    name: 'Webex north',
    fields: { client_id: 'C1', base_url: 'https://webexapis.com/v1' },
    state: 'ready',
    sandbox: false,
    account: { id: 'a', name: 'Robin', org: 'o' },
    created_at: '2026-01-05T10:00:00Z',
    updated_at: '2026-01-05T10:00:00Z',
    last_run: makeRun({ connection: 'Webex north', vendor: 'webex' }),
    records: 45,
    failed_records: 0,
    secrets: ['client_secret'],
    next_sync: null,
    ...change,
  }
}

export function makeOperations(change: Partial<OperationsRow>): OperationsRow {
  return {
    id: 1,
    name: 'Contoso AG',
    account: 'admin@contoso.example',
    country: 'CH',
    vendors: ['avepoint', 'microsoft'],
    families: ['backup'],
    subscriptions: 3,
    failed_jobs: 2,
    open_requests: 0,
    services: 7,
    trouble: 1,
    health: 'attention',
    consumed: 118_400_000_000,
    protected: null,
    purchased: null,
    synced_at: '2026-11-20T01:10:00Z',
    ...change,
  }
}

const read = { expected: 2, read: 1, failed: [{ error_key: 'consent_missing', count: 1 }], never: 0, newest: null }

export function makeOperationsSummary(change: Partial<OperationsSummary>): OperationsSummary {
  const coverage = { ...read, oldest: '2026-11-20T01:10:00Z' }
  return {
    failed_jobs: 2,
    failed_customers: 1,
    open_requests: 0,
    requesting: 0,
    services: 7,
    trouble: 1,
    troubled: 1,
    open_incidents: 1,
    storage: {
      services: 2,
      consumed: 118_400_000_000,
      consumed_known: 1,
      protected: null,
      protected_known: 0,
      purchased: null,
      purchased_known: 0,
    },
    coverage: { jobs: coverage, service_requests: coverage, health: coverage, storage: coverage },
    service_names: { jobs: ['Microsoft 365'], service_states: [], incidents: [], storage: [] },
    ...change,
  }
}

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
    failed: { connections: [], jobs: 0, job_customers: 0, ...failed },
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

export function makeLicence(change: Partial<LicenceRow>): LicenceRow {
  return {
    id: 1,
    pool_id: 1,
    customer_id: 1,
    customer: 'Contoso AG',
    connection_id: 1,
    connection: 'Microsoft',
    vendor: 'microsoft',
    numbers: ['S-1'],
    trial: false,
    product: 'Microsoft 365 E3',
    sku: 'SPE_E3',
    family: 'microsoft365',
    quantity: 10,
    seats: {
      bought: 10,
      assigned: 8,
      available: 2,
      over: 0,
      used: 5,
      share: 0.8,
      used_share: 0.5,
      used_of: 0.625,
      shared_with: 0,
    },
    added_on: '2026-09-01',
    added_source: 'api',
    term_end_on: '2026-12-24',
    term_end_source: 'api',
    at_term_end: 'ends',
    at_term_end_source: 'api',
    days: 34,
    months: 1,
    assigned_change: 2,
    used_change: null,
    use: [
      { day: '2026-11-13', used: 4 },
      { day: '2026-11-20', used: 5 },
    ],
    use_average: 4.5,
    synced_at: '2026-11-20T01:10:00Z',
    ...change,
  }
}

export function makeLicenceSummary(change: Partial<LicenceSummary>): LicenceSummary {
  const { completeness, excluded } = makeKpis({})
  return {
    as_of: '2026-11-20',
    section: 'expiring',
    family: 'all',
    customers: 3,
    rows: 4,
    trials: 0,
    licences: 50,
    seats: {
      units: 2,
      unknown: 0,
      bought: 50,
      assigned: 40,
      unassigned: 10,
      over: 0,
      use_units: 1,
      use_bought: 10,
      use_assigned: 8,
      used: 5,
      share: 0.8,
      used_share: 0.5,
      used_assigned: 0.625,
    },
    average_over: null,
    undated: 0,
    of: 45,
    outside: 0,
    unmatched: 0,
    excluded,
    completeness,
    ...change,
  }
}

export function makeWaste(change: Partial<WasteRow>): WasteRow {
  return {
    id: 1,
    kind: 'reassign',
    pool_id: 1,
    subscription_id: null,
    customer_id: 1,
    customer: 'Contoso AG',
    connection_id: 1,
    connection: 'Microsoft',
    vendor: 'microsoft',
    number: '',
    product: 'Microsoft 365 E3',
    sku: 'SPE_E3',
    family: 'microsoft365',
    bought: 10,
    assigned: 8,
    seats: 3,
    disabled: 2,
    shared: 0,
    inactive: 1,
    reason: '',
    act_until: null,
    act_on: '',
    act_source: '',
    at_term_end: '',
    term_end_on: '',
    unit_price: '12.5',
    currency: 'EUR',
    price_period: 'month',
    price_source: 'typed',
    amount: { minor: 3750, currency: 'EUR' },
    synced_at: '2026-11-20T01:10:00Z',
    ...change,
  }
}

export function makeWasteSummary(change: Partial<WasteSummary>): WasteSummary {
  const { completeness, excluded } = makeKpis({})
  const none = { rows: 0, customers: 0, seats: 0, unpriced: 0, totals: [] }
  return {
    as_of: '2026-11-20',
    family: 'all',
    sums: [
      {
        kind: 'reassign',
        rows: 2,
        customers: 2,
        seats: 7,
        unpriced: 4,
        totals: [{ amount: { minor: 3750, currency: 'EUR' }, price_period: 'month', count: 1 }],
      },
      { kind: 'reduce', ...none },
      { kind: 'exposure', ...none },
    ],
    inactive_days: 30,
    holders: completeness,
    of: 45,
    outside: 0,
    unmatched: 0,
    excluded,
    completeness,
    ...change,
  }
}
