import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { FakeBackend } from '../../test/fake-backend'
import { renderApp } from '../../test/render'
import { makeOwn, makeOwnPage } from '../../test/settings-samples'

let backend: FakeBackend

beforeEach(() => {
  backend = new FakeBackend()
})

describe('my organisation', () => {
  it('says what is left to set up and leads there', async () => {
    backend.on('get', '/organisation', makeOwnPage({}))
    const { user, router } = renderApp('/settings/organisation')
    expect(await screen.findByText('1 of 3 set up')).toBeVisible()
    expect(screen.getByText('Done: all 1 signed in')).toBeVisible()
    expect(screen.getByText('Open: 4 of 45 customers have an open question')).toBeVisible()
    await user.click(screen.getByRole('link', { name: 'Records are matched' }))
    expect(router.state.location.pathname).toBe('/customers/matching')
  })

  it('takes the thresholds as looked at when somebody says so', async () => {
    backend.on('get', '/organisation', makeOwnPage({})).on('post', '/setup/thresholds', () => undefined)
    const { user } = renderApp('/settings/organisation')
    const button = await screen.findByRole('button', { name: 'They fit' })
    backend.on('get', '/organisation', makeOwnPage({ checks: [{ key: 'thresholds', done: true, count: 0, of: 0 }] }))
    await user.click(button)
    expect(await screen.findByText('Done: changed or confirmed')).toBeVisible()
  })

  it('names what the vendors tell, and what no connection reads', async () => {
    const person = { connection_id: 1, connection: 'Webex north', vendor: 'webex' as const, key: 'p', customers: 12 }
    backend.on(
      'get',
      '/organisation',
      makeOwnPage({
        organisations: [
          makeOwn({}),
          makeOwn({
            connection_id: 2,
            connection: 'Backup',
            vendor: 'avepoint',
            account: { id: '', name: '', org: '' },
            people_at: null,
          }),
        ],
        people: [{ ...person, name: 'Robin Muster', email: 'robin@msp.example', roles: ['partner_full_admin'] }],
      }),
    )
    renderApp('/settings/organisation')
    const people = await screen.findByRole('table', { name: 'Own people' })
    expect(within(people).getByRole('row', { name: /Robin Muster/ })).toHaveTextContent('12')
    expect(screen.getByText('No people of your own are read from: Backup.')).toBeVisible()
    expect(screen.getByText(/are read by no connection/)).toBeVisible()
    expect(screen.getAllByText('not told by the vendor')).toHaveLength(2)
    expect(screen.getAllByRole('button', { name: 'Partner Hub' })).toHaveLength(2)
  })

  it('leads to the set-up while nothing is connected', async () => {
    const checks = [{ key: 'connections' as const, done: false, count: 0, of: 0 }]
    backend.on('get', '/organisation', makeOwnPage({ organisations: [], checks }))
    renderApp('/settings/organisation')
    expect(await screen.findByText('Open: there is no connection yet')).toBeVisible()
    await waitFor(() => expect(screen.getByRole('link', { name: 'Continue set-up' })).toHaveAttribute('href', '/start'))
  })
})
