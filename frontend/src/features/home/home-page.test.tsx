import { act, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Decision } from '../../api/calendar'
import { FakeBackend } from '../../test/fake-backend'
import { renderApp } from '../../test/render'
import { makeKpis } from '../../test/dashboard-samples'
import { makeHome } from '../../test/home-samples'
import { makeDetail, makeSession } from '../../test/samples'

let backend: FakeBackend

beforeEach(() => {
  backend = new FakeBackend()
  backend.on('get', '/dashboard', makeKpis({ completeness: whole }))
  backend.on('post', '/home/seen', () => undefined)
  backend.on('get', '/customers/{id}', makeDetail({ id: 7, name: 'Fabrikam' }))
})

afterEach(() => vi.useRealTimers())

const whole = { ...makeKpis({}).completeness, read: 45, failed: [] }

const decision: Decision = {
  id: 1,
  customer_id: 7,
  customer: 'Fabrikam',
  connection_id: 1,
  connection: 'Microsoft',
  vendor: 'microsoft',
  number: 'S-1',
  product: 'Microsoft 365 E3',
  family: 'microsoft365',
  trial: false,
  quantity: 20,
  term: 'P1Y',
  next: null,
  state: 'ends',
  state_source: 'api',
  day: '2026-11-22',
  day_source: 'api',
  act_until: null,
  act_on: '2026-11-22',
  days_left: 2,
  amount: { minor: 48000, currency: 'CHF' },
  price_period: 'month',
  source: 'api',
  synced_at: null,
}

const seats = {
  total: 2,
  customers: 1,
  items: [
    {
      customer_id: 7,
      customer: 'Fabrikam',
      vendor: 'microsoft' as const,
      product: 'Microsoft 365 E3',
      at: null,
      count: 0,
      before: { bought: 20, assigned: 18 },
      after: { bought: 25, assigned: 18 },
    },
  ],
}

const region = (name: string) => screen.findByRole('region', { name })

describe('home', () => {
  it('is quiet when all is well', async () => {
    renderApp('/')
    expect(await screen.findByRole('heading', { name: 'All is well' })).toBeVisible()
    expect(screen.getByRole('link', { name: '45 customers not matched yet' })).toBeVisible()
    expect(screen.queryByRole('region', { name: 'What failed' })).not.toBeInTheDocument()
  })

  it('tells an export that was not written, why, and leads to its schedule', async () => {
    const late = {
      id: 3,
      kind: 'billing',
      format: 'xlsx',
      error_key: 'schedule_folder_missing',
      params: { folder: '/srv/bills' },
      ended_at: '2026-11-20T06:30:00Z',
    }
    backend.on('get', '/home', makeHome({ failed: { schedules: [late] } }))
    renderApp('/')
    const line = await within(await region('What failed')).findByRole('link')
    expect(line).toHaveTextContent(/^Scheduled export “Billing \(XLSX\)” failed\. There is no folder \/srv\/bills/)
    expect(line).toHaveAttribute('href', '/sync')
  })

  it('tells the decisions with their last moment and money, and leads to the customer', async () => {
    const totals = [{ amount: { minor: 48000, currency: 'CHF' }, price_period: 'month', count: 1 }]
    backend.on(
      'get',
      '/home',
      makeHome({ decide: { total: 3, overdue: 1, unpriced: 2, totals, decisions: [decision] } }),
    )
    const { user, router } = renderApp('/')
    const decide = await region('Decide today')
    expect(decide).toHaveTextContent('3 decisions')
    expect(decide).toHaveTextContent('1 past its last moment')
    expect(decide).toHaveTextContent('2 without a known price')
    const line = within(decide).getAllByRole('listitem')[0]
    expect(line).toHaveTextContent('2 days left')
    expect(line).toHaveTextContent('480.00 CHF per month')
    expect(await region('What failed')).toHaveTextContent('Every connection was read')
    await user.click(within(decide).getByRole('link', { name: 'Fabrikam' }))
    expect(router.state.location.search).toEqual({ open: 7 })
    await user.keyboard('{Escape}')
    await user.click(within(decide).getByRole('button', { name: 'Show all 3' }))
    await waitFor(() => expect(backend.asked('get', '/home').at(-1)?.query.get('limit')).toBe('1000'))
  })

  it('leads from a failed connection to its run, and from failed jobs to these', async () => {
    const connections = [
      {
        connection_id: 2,
        connection: 'Webex north',
        vendor: 'webex' as const,
        state: 'sign_in' as const,
        run_id: 9,
        run_state: 'failed' as const,
        error_key: 'unauthorized',
        ended_at: '2026-11-20T01:12:03Z',
        customers: 0,
        datasets: [],
        age: 'fresh' as const,
        read_at: '2026-11-20T01:10:00Z',
      },
    ]
    backend.on('get', '/home', makeHome({ failed: { connections, jobs: 4, job_customers: 3 } }))
    const { router } = renderApp('/?customer=7')
    const failed = await region('What failed')
    const [connection, jobs] = within(failed).getAllByRole('link')
    expect(connection).toHaveTextContent(/Webex north.*refused the sign-in/)
    expect(connection).toHaveAttribute('href', '/sync?customer=7&run=9')
    expect(jobs).toHaveTextContent('4 jobs failed in 7 days, customers: 3')
    expect(jobs).toHaveAttribute('href', '/operations?customer=7&view=jobs&outcome=failed&within=7d')
    expect(router.state.location.pathname).toBe('/')
  })

  it('is not quiet while a connection was never read or not for days, and offers to sync it', async () => {
    const base = {
      vendor: 'webex' as const,
      state: 'ready' as const,
      run_state: 'cancelled' as const,
      error_key: '',
      ended_at: null,
      customers: 0,
      datasets: [],
    }
    const connections = [
      { ...base, connection_id: 2, connection: 'Webex north', run_id: 4, age: 'never' as const, read_at: null },
      {
        ...base,
        connection_id: 3,
        connection: 'Webex south',
        run_id: 9,
        run_state: 'done' as const,
        age: 'stale' as const,
        read_at: '2026-11-02T01:12:03Z',
      },
    ]
    backend.on('get', '/home', makeHome({ failed: { connections } })).on('post', '/sync', { runs: [], skipped: [] })
    const { user } = renderApp('/')
    const failed = await region('What failed')
    expect(screen.queryByRole('heading', { name: 'All is well' })).not.toBeInTheDocument()
    expect(failed).not.toHaveTextContent('Every connection was read')
    const [never, stale] = within(failed).getAllByRole('link')
    expect(never).toHaveTextContent('Webex northIt was never read to the end.')
    expect(never).toHaveAttribute('href', '/sync?run=4')
    expect(stale).toHaveTextContent(/Webex southLast read to the end 2026-11-02/)
    expect(stale).toHaveAttribute('href', '/sync?run=9')
    await user.click(within(failed).getByRole('button', { name: 'Sync Webex south now' }))
    expect(backend.asked('post', '/sync').at(-1)?.body).toMatchObject({ connection_ids: [3] })
  })

  it.each([
    [{ read: 43, never: 2 }, '43 of 45 records read'],
    [{ gaps: [{ connection: 'North', error_key: '' }] }, 'North not read yet'],
  ])('is not quiet while it is not known that all customers were read: %o', async (completeness, told) => {
    backend.on('get', '/dashboard', makeKpis({ completeness: { ...whole, ...completeness } }))
    renderApp('/')
    const failed = await region('What failed')
    expect(failed).toHaveTextContent(told)
    expect(failed).not.toHaveTextContent('Every connection was read')
  })

  it('unfolds what changed since the last visit, until it is marked as seen', async () => {
    backend.on('get', '/home', makeHome({ changed: { seats } }))
    const { user } = renderApp('/')
    const changed = await region('What changed')
    const line = within(changed).getByRole('button', { name: '2 products with other licence numbers, customers: 1' })
    expect(line).toHaveAttribute('aria-expanded', 'false')
    await user.click(line)
    expect(changed).toHaveTextContent('FabrikamMicrosoft 365 E3: bought 20 → 25')
    backend.on('get', '/home', makeHome({ changed: {}, failed: { jobs: 1 } }))
    await user.click(screen.getByRole('button', { name: 'Mark as seen' }))
    expect(await screen.findByText('Nothing has changed since your last visit.')).toBeVisible()
    expect(backend.asked('post', '/home/seen')).toHaveLength(1)
  })

  it('counts as seen after a while, and goes on telling what it told', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    backend.on('get', '/home', makeHome({ changed: { seats } }))
    renderApp('/')
    await region('What changed')
    expect(backend.asked('post', '/home/seen')).toHaveLength(0)
    await act(() => vi.advanceTimersByTimeAsync(20_000))
    expect(backend.asked('post', '/home/seen')).toHaveLength(1)
    await waitFor(() => expect(backend.asked('get', '/home').at(-1)?.query.get('since')).toBe('2026-11-18T08:00:00Z'))
  })

  it('sends a first start to the set-up, which offers sample data, too', async () => {
    backend.on('get', '/session', makeSession({ first_start: true })).on('get', '/vendors', { items: [], total: 0 })
    const { router } = renderApp('/')
    expect(await screen.findByRole('button', { name: 'Open sample data' })).toBeVisible()
    expect(router.state.location.pathname).toBe('/start')
  })
})
