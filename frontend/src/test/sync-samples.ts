import type { ConnectionRow, Vendor } from '../api/connections'
import type { ScheduleRow } from '../api/schedules'
import type { Run, Task } from '../api/sync'

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

export function makeSchedule(change: Partial<ScheduleRow>): ScheduleRow {
  return {
    id: 4,
    job: 'sync',
    connection_id: null,
    connection: '',
    customer: '',
    cron: '30 6 * * 1-5',
    time_zone: 'Europe/Zurich',
    paused: false,
    last_at: null,
    last_ended_at: null,
    last_result: '',
    last_params: {},
    words_key: 'schedule.weekdays',
    words: { time: '06:30' },
    next_at: '2026-11-23T05:30:00Z',
    ...change,
  }
}
