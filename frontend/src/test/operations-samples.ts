import type { OperationsRow, OperationsSummary } from '../api/operations'

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
    health_at: '2026-11-20T01:10:00Z',
    consumed: 118_400_000_000,
    protected: null,
    purchased: null,
    live: 92_000_000_000,
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
    unmatched: 0,
    storage: {
      services: 2,
      consumed: 118_400_000_000,
      consumed_known: 1,
      protected: null,
      protected_known: 0,
      purchased: null,
      purchased_known: 0,
    },
    live: { services: 6, stored: 1_250_000_000_000, known: 6 },
    coverage: { jobs: coverage, service_requests: coverage, health: coverage, storage: coverage, live: coverage },
    service_names: { jobs: ['Microsoft 365'], service_states: [], incidents: [], storage: [] },
    ...change,
  }
}
