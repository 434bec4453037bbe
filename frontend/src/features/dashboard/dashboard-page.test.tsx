import { screen, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { FakeBackend } from '../../test/fake-backend'
import { renderApp } from '../../test/render'
import { makeKpis } from '../../test/dashboard-samples'
import { makeCustomer, makeSession } from '../../test/samples'

let backend: FakeBackend

beforeEach(() => {
  backend = new FakeBackend()
})

describe('dashboard', () => {
  it('shows each figure with its denominator, and what is incomplete about it', async () => {
    renderApp('/dashboard')
    const expiring = await screen.findByRole('link', { name: /Nearing expiration/ })
    expect(expiring).toHaveTextContent('4')
    expect(expiring).toHaveTextContent('of 45 customers')
    expect(expiring).toHaveTextContent('5 subscriptions · 60 licences')
    expect(expiring).toHaveTextContent('partial')
    expect(screen.getAllByText(/43 of 45 records read, .*2 failed: consent missing/)).not.toHaveLength(0)
  })

  it('leads from a figure to exactly its rows, in the same family and scope', async () => {
    backend.on('get', '/customers', { items: [makeCustomer({})], total: 4 })
    const { user, router } = renderApp('/dashboard?family=meetings&customer=7')
    await user.click(await screen.findByRole('link', { name: /Nearing expiration/ }))
    expect(router.state.location.pathname).toBe('/customers')
    expect(router.state.location.search).toEqual({ family: 'meetings', figure: 'expiring', customer: 7 })
    await screen.findAllByText('4 rows')
    const query = backend.asked('get', '/customers').at(-1)?.query
    expect(Object.fromEntries(query ?? [])).toMatchObject({ family: 'meetings', figure: 'expiring', customer_id: '7' })
  })

  it('asks again for another product group and says how many customers are outside it', async () => {
    backend.on('get', '/dashboard', ({ query }) =>
      query.get('family') === 'meetings'
        ? makeKpis({ family: 'meetings', customers: { count: 20, outside: 25, total: 45, previous: null } })
        : makeKpis({}),
    )
    const { user } = renderApp('/dashboard')
    await user.click(await screen.findByRole('link', { name: /Meetings/ }))
    expect(await screen.findByText('25 customers are outside Meetings')).toBeVisible()
    expect(screen.getByRole('link', { name: /Over the licence limit/ })).toHaveTextContent('of 20 customers')
  })

  it('explains a figure with the thresholds in force', async () => {
    const { user } = renderApp('/dashboard')
    await user.click(await screen.findByRole('button', { name: /What “Low licence assignment” means/ }))
    expect(await screen.findByText(/less than 0.5 of what is usual/)).toBeVisible()
  })

  it('offers the trend as a table of the same numbers', async () => {
    backend.on('get', '/dashboard/trend', {
      points: [{ day: '2026-11-19', bought: 1200, assigned: 900, used: null }],
      step: 1,
      simulated: false,
    })
    renderApp('/dashboard?view=table')
    const table = await screen.findByRole('table')
    expect(within(table).getByText('1,200')).toBeVisible()
    expect(within(table).getByText('Unknown')).toBeVisible()
  })

  it('says what failed in plain words and tries again', async () => {
    backend.fail('get', '/dashboard', { status: 503, code: 'unavailable', key: 'database_busy' })
    const { user } = renderApp('/dashboard')
    expect(await screen.findByText(/Another program is using the data file/)).toBeVisible()
    backend.on('get', '/dashboard', makeKpis({}))
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('link', { name: /Nearing renewal/ })).toHaveTextContent('7')
  })

  it('sends a first start to the set-up, which offers sample data, too', async () => {
    backend
      .on('get', '/session', makeSession({ first_start: true }))
      .on('get', '/vendors', { items: [], total: 0 })
      .on('post', '/sample', () => undefined)
    const { user, router } = renderApp('/dashboard')
    await user.click(await screen.findByRole('button', { name: 'Open sample data' }))
    expect(backend.asked('post', '/sample')).toHaveLength(1)
    expect(backend.asked('post', '/sample')[0]?.headers.get('X-Tenantry')).toBe('1')
    expect(router.state.location.pathname).toBe('/start')
  })
})
