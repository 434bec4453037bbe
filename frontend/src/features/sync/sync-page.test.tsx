import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import texts from '../../../../backend/language/locales/en.json'
import { FakeBackend } from '../../test/fake-backend'
import { renderApp } from '../../test/render'
import { makeConnection, makeRun, makeSchedule, makeTask } from '../../test/sync-samples'

let backend: FakeBackend

beforeEach(() => {
  localStorage.clear()
  backend = new FakeBackend()
  const failed = makeRun({ id: 9, connection: 'Webex north', state: 'partial', tasks_failed: 1, tasks_done: 89 })
  backend
    .on('get', '/connections', { items: [makeConnection({})], total: 1 })
    .on('get', '/runs', { items: [failed], total: 1 })
    .on('get', '/runs/{id}', failed)
    .on('get', '/runs/{id}/tasks', { items: [makeTask({ run_id: 9 })], total: 1 })
    .on('get', '/completeness', {
      items: [
        {
          connection_id: 1,
          connection: 'Webex north',
          vendor: 'webex',
          dataset: 'licenses',
          expected: 45,
          read: 43,
          never: 0,
          failed: [{ error_key: 'forbidden', count: 2 }],
          oldest: '2026-11-20T01:10:00Z',
        },
      ],
      total: 1,
    })
    .on('get', '/schedules', { items: [makeSchedule({})], total: 1 })
})

describe('sync', () => {
  it('shows why a task failed in plain words, with the details at hand', async () => {
    const { user, router } = renderApp('/sync')
    const runs = await screen.findByRole('region', { name: 'Runs' })
    await user.click(await within(runs).findByRole('link', { name: 'Webex north' }))
    expect(router.state.location.search).toEqual({ run: 9 })
    const drawer = await screen.findByRole('dialog')
    expect(await within(drawer).findByText(texts.error.consent_missing)).toBeVisible()
    expect(within(drawer).getByText('HTTP 403 AADSTS65001')).toBeInTheDocument()
    expect(backend.asked('get', '/runs/9/tasks')[0]?.query.get('state')).toBe('failed')
  })

  it('starts a sync of one connection and says why one was left out', async () => {
    backend.on('post', '/sync', {
      runs: [],
      skipped: [{ connection_id: 1, connection: 'Webex north', error_key: 'sync_running', error_params: {} }],
    })
    const { user } = renderApp('/sync')
    await user.click(await screen.findByRole('button', { name: 'Sync Webex north now' }))
    expect(await screen.findByText(/Webex north: This connection is being synced already/)).toBeVisible()
    expect(backend.asked('post', '/sync')[0]?.body).toEqual({ connection_ids: [1], full: false })
  })

  it('cancels a running run', async () => {
    backend
      .on('get', '/runs', {
        items: [makeRun({ id: 12, state: 'running', ended_at: undefined, tasks_done: 10 })],
        total: 1,
      })
      .on('post', '/runs/{id}/cancel', () => undefined)
    const { user } = renderApp('/sync')
    await user.click((await screen.findAllByRole('button', { name: 'Cancel sync of Microsoft' }))[0]!)
    expect(backend.asked('post', '/runs/12/cancel')).toHaveLength(1)
  })

  it('says schedules in words and pauses them', async () => {
    backend.on('put', '/schedules/{id}', ({ body }) => ({ ...(body as object) }) as never)
    const { user } = renderApp('/sync')
    await user.click(await screen.findByRole('switch', { name: /Every weekday at 06:30 is on/ }))
    expect(backend.asked('put', '/schedules/4')[0]?.body).toEqual({
      cron: '30 6 * * 1-5',
      time_zone: 'Europe/Zurich',
      paused: true,
    })
  })

  it('asks whether a short list is true, and keeps the customers when told so', async () => {
    const hold = { reason: 'fewer', before: 45, read: 12, since: '2026-11-20T01:12:00Z' }
    backend
      .on('get', '/connections', { items: [makeConnection({ gone_hold: hold })], total: 1 })
      .on('post', '/connections/{id}/dismiss-gone', makeConnection({}))
    const { user } = renderApp('/sync')
    expect(await screen.findByText(/Of 45 known customers/)).toBeVisible()
    backend.on('get', '/connections', { items: [makeConnection({})], total: 1 })
    await user.click(screen.getByRole('button', { name: 'Keep them' }))
    expect(backend.asked('post', '/connections/1/dismiss-gone')).toHaveLength(1)
    await waitFor(() => expect(screen.queryByText(/Of 45 known customers/)).not.toBeInTheDocument())
  })
})
