import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Notification } from '../../api/notifications'
import { FakeBackend } from '../../test/fake-backend'
import { renderApp } from '../../test/render'

let backend: FakeBackend

const makeNotification = (change: Partial<Notification>): Notification => ({
  id: 1,
  rule: 'ends',
  kind: 'deadline',
  params: { customer: 'Fabrikam', product: 'Microsoft 365 E3', count: '20' },
  due_on: '2026-11-22',
  customer_id: 7,
  connection_id: 1,
  raised_at: '2026-11-20T07:00:00Z',
  read_at: null,
  snoozed_until: null,
  snooze_reason: '',
  ended_at: null,
  ...change,
})

const failure = makeNotification({
  id: 2,
  rule: 'sync_failed',
  kind: 'failure',
  params: { connection: 'Webex north', error_key: 'unavailable' },
  due_on: '',
})

beforeEach(() => {
  backend = new FakeBackend()
  backend
    .on('get', '/notifications', { items: [makeNotification({}), failure], total: 2, unread: 2 })
    .on('put', '/notifications/{id}/read', () => undefined)
    .on('put', '/notifications/{id}/snooze', () => undefined)
    .on('post', '/notifications/read', () => undefined)
})

const openCenter = async () => {
  const app = renderApp('/settings')
  await app.user.click(await screen.findByRole('button', { name: 'Notifications: 2 unread' }))
  return { ...app, center: await screen.findByRole('dialog', { name: /^Notifications/ }) }
}

describe('notifications', () => {
  it('count what is unread, and say how long there still is to act', async () => {
    const { center } = await openCenter()
    const [deadline, failed] = within(center).getAllByRole('listitem')
    expect(deadline).toHaveTextContent('Fabrikam: Microsoft 365 E3 ends (20 licences)')
    expect(deadline).toHaveTextContent('until 2026-11-22, 2 days left')
    expect(failed).toHaveTextContent('Webex north could not be synced. The vendor could not be reached')
  })

  it('name an export that was not written, and why', async () => {
    const params = { export: 'calendar', format: 'ics', error_key: 'schedule_folder_missing', folder: '/srv/dates' }
    const late = makeNotification({ rule: 'schedule_failed', kind: 'failure', params, due_on: '', customer_id: 0 })
    backend.on('get', '/notifications', { items: [late], total: 2, unread: 2 })
    const { center } = await openCenter()
    const link = within(center).getByRole('link')
    expect(link).toHaveTextContent(/\(ICS\)” failed\. There is no folder \/srv\/dates/)
    expect(link).toHaveAttribute('href', '/sync')
  })

  it('lead to what they are about, and are read by that', async () => {
    const { user, router, center } = await openCenter()
    await user.click(within(center).getByRole('link', { name: /Microsoft 365 E3 ends/ }))
    expect(router.state.location.pathname).toBe('/calendar')
    expect(router.state.location.search).toMatchObject({ customer: 7 })
    expect(backend.asked('put', '/notifications/1/read')[0]?.body).toEqual({ read: true })
    expect(screen.queryByRole('dialog', { name: /^Notifications/ })).not.toBeInTheDocument()
  })

  it('are put off for a week, with a reason', async () => {
    const { user, center } = await openCenter()
    await user.click(within(center).getByRole('button', { name: /^Put off: Fabrikam/ }))
    await user.type(within(center).getByRole('textbox', { name: 'Why (optional)' }), 'asked them')
    await user.click(within(center).getByRole('button', { name: 'A week' }))
    await waitFor(() =>
      expect(backend.asked('put', '/notifications/1/snooze')[0]?.body).toEqual({ days: 7, reason: 'asked them' }),
    )
  })

  it('are all read at once', async () => {
    const { user, center } = await openCenter()
    backend.on('get', '/notifications', { items: [], total: 0, unread: 0 })
    await user.click(within(center).getByRole('button', { name: 'Mark all as read' }))
    expect(await within(center).findByText('Nothing needs you.')).toBeVisible()
    expect(backend.asked('post', '/notifications/read')).toHaveLength(1)
  })
})
