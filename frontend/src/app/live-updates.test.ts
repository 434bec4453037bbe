import { describe, expect, it } from 'vitest'
import { makeSession } from '../test/samples'
import { makeRun } from '../test/sync-samples'
import { applyEvent } from './live-updates'
import { makeQueryClient } from './providers'

describe('live updates', () => {
  it('moves a running run without asking Go for anything', () => {
    const client = makeQueryClient()
    client.setQueryData(['live-runs'], [makeRun({ id: 1 })])
    client.setQueryData(['runs', 'list', { limit: 20, offset: 0 }], {
      items: [makeRun({ id: 2, tasks_done: 1 })],
      total: 1,
    })
    const run = makeRun({ id: 2, state: 'running', tasks_done: 7 })
    expect(applyEvent(client, { type: 'run_progress', run, waiting_seconds: 12 })).toEqual([])
    expect(client.getQueryData(['live-runs'])).toMatchObject([{ id: 2, tasks_done: 7, waiting_seconds: 12 }, { id: 1 }])
    expect(client.getQueryData(['runs', 'list', { limit: 20, offset: 0 }])).toMatchObject({
      items: [{ tasks_done: 7 }],
    })
  })

  it('makes the data out of date when a run ends', () => {
    const keys = applyEvent(makeQueryClient(), { type: 'run_ended', run: makeRun({}) })
    expect(keys).toEqual(expect.arrayContaining(['dashboard', 'customers', 'subscriptions', 'completeness', 'tasks']))
  })

  it('follows the building of sample data in the session', () => {
    const client = makeQueryClient()
    client.setQueryData(['session'], makeSession({ sample: true }))
    applyEvent(client, { type: 'sample_progress', progress: { done: 4, total: 13 } })
    expect(client.getQueryData(['session'])).toMatchObject({ sample_progress: { done: 4, total: 13 } })
  })
})
