import type { LicenceRow, LicenceSummary, WasteRow, WasteSummary } from '../api/licences'
import { makeKpis } from './dashboard-samples'

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
    source: 'api',
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
    source: 'api',
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
