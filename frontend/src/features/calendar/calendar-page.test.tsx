import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { CalendarSummary, Decision } from '../../api/calendar'
import { FakeBackend } from '../../test/fake-backend'
import { renderApp } from '../../test/render'
import { makeDetail } from '../../test/samples'
import { addMonths, daysOf, weeksOf } from './months'

function makeDecision(change: Partial<Decision>): Decision {
  return {
    id: 1,
    customer_id: 7,
    customer: 'Contoso',
    connection_id: 1,
    connection: 'Microsoft',
    vendor: 'microsoft',
    number: 'S-1',
    product: 'E3',
    family: 'microsoft365',
    trial: false,
    quantity: 20,
    term: 'P1Y',
    next: null,
    state: 'renews',
    state_source: 'api',
    day: '2026-12-01',
    day_source: 'api',
    act_until: null,
    act_on: '',
    days_left: null,
    amount: null,
    price_period: '',
    source: 'api',
    synced_at: null,
    ...change,
  }
}

const items = [
  makeDecision({
    state: 'cancel_window',
    day: '2026-11-28',
    act_until: '2026-11-27T23:30:00Z',
    days_left: 8,
    amount: { minor: 123450, currency: 'EUR' },
    price_period: 'month',
  }),
  makeDecision({
    id: 2,
    customer: 'Fabrikam',
    state: 'ends',
    state_source: 'typed',
    act_on: '2026-11-20',
    days_left: 0,
  }),
  makeDecision({ id: 3, customer: 'Northwind' }),
]

const summary: CalendarSummary = {
  from: '2026-11-20',
  to: '2027-02-18',
  states: [
    { state: 'cancel_window', count: 1, seats: 20 },
    { state: 'ends', count: 1, seats: 20 },
  ],
  days: [
    {
      day: '2026-11-28',
      states: [{ state: 'cancel_window', count: 3, seats: 20 }],
      totals: [{ amount: { minor: 123450, currency: 'EUR' }, price_period: 'month', count: 1 }],
      names: ['Contoso', 'Fabrikam'],
      others: 1,
    },
  ],
  totals: [{ amount: { minor: 123450, currency: 'EUR' }, price_period: 'month', count: 1 }],
  unpriced: 2,
  undated: 5,
}

let backend: FakeBackend

beforeEach(() => {
  localStorage.clear()
  backend = new FakeBackend()
  backend.on('get', '/calendar', { items, total: items.length }).on('get', '/calendar/summary', summary)
  backend.on('get', '/customers/{id}', makeDetail({ id: 7, name: 'Contoso' }))
})

const rowOf = async (name: string) => (await screen.findByText(name)).closest('[role=row]') as HTMLElement

describe('calendar', () => {
  it('counts down to the last moment to act in local time, and says unknown where nothing tells it', async () => {
    renderApp('/calendar')
    const open = within(await rowOf('Contoso')).getByText('2026-11-28 00:30 · 2026-11-27 23:30 UTC · 8 days left')
    expect(open).toHaveAttribute('title', '2026-11-27 23:30 UTC, as the vendor says')
    expect(within(await rowOf('Fabrikam')).getByText('2026-11-20 · today')).toBeVisible()
    expect(within(await rowOf('Fabrikam')).getByText('typed')).toBeVisible()
    const renewal = await rowOf('Northwind')
    expect(within(renewal).getByText('Renews with commitment')).toBeVisible()
    expect(within(renewal).getByText('Unknown')).toHaveAttribute(
      'title',
      expect.stringMatching(/No source says until when/),
    )
    expect(backend.asked('get', '/calendar')[0]?.query.get('to')).toBe('2027-02-18')
  })

  it('counts the last two days in hours', async () => {
    const until = new Date(Date.now() + 5.5 * 3_600_000).toISOString()
    const near = { ...items[0]!, act_until: until, days_left: 0 }
    backend.on('get', '/calendar', {
      items: [near, { ...near, id: 99, customer: 'Late', act_until: '2026-11-19T10:00:00Z' }],
      total: 2,
    })
    renderApp('/calendar')
    expect(within(await rowOf('Contoso')).getByText(/UTC · 5 hours left$/)).toBeVisible()
    expect(within(await rowOf('Late')).getByText('2026-11-19 11:00 · 10:00 UTC · over')).toBeVisible()
  })

  it('adds up per currency and period, and says what is not in it', async () => {
    renderApp('/calendar')
    expect(await screen.findByText('1,234.50 EUR per month (1 subscription)')).toBeVisible()
    expect(screen.getByText('2 without a known price')).toBeVisible()
    expect(screen.getByText(/5 without an end of term/)).toBeVisible()
    const unmatched = await screen.findByRole('link', { name: '45 customers not matched yet' })
    expect(unmatched).toHaveAttribute('href', '/customers?figure=unmatched')
  })

  it('leads from a day of the month to its rows, and from a row to its details', async () => {
    const { user, address } = renderApp('/calendar?view=month')
    const table = await screen.findByRole('table')
    expect(
      within(table)
        .getAllByRole('columnheader')
        .map((each) => each.textContent),
    ).toEqual(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'])
    const day = (await screen.findByText('28')).closest('td') as HTMLElement
    expect(within(day).getByText('Contoso, Fabrikam, 1 more')).toBeVisible()
    expect(within(day).getByText('20 licences · 1,234.50 EUR per month')).toBeVisible()
    expect(backend.asked('get', '/calendar/summary').at(-1)?.query.get('named')).toBe('true')
    await user.click(within(day).getByRole('link', { name: '2026-11-28, In the cancellation window: 3, 20 licences' }))
    await waitFor(() => expect(backend.asked('get', '/calendar').at(-1)?.query.get('from')).toBe('2026-11-28'))
    expect(backend.asked('get', '/calendar').at(-1)?.query.get('states')).toBe('cancel_window')
    await user.click(within(await rowOf('Contoso')).getByText('E3'))
    await waitFor(() => expect(address()).toContain('line=1'))
  })

  it('turns the months', async () => {
    const { user } = renderApp('/calendar?view=month&month=2026-12')
    expect(await screen.findByRole('heading', { name: 'December 2026' })).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Next month' }))
    expect(await screen.findByRole('heading', { name: 'January 2027' })).toBeVisible()
    await waitFor(() => expect(backend.asked('get', '/calendar/summary').at(-1)?.query.get('to')).toBe('2027-01-31'))
    await user.click(screen.getByRole('button', { name: 'This month' }))
    expect(await screen.findByRole('heading', { name: 'November 2026' })).toBeVisible()
  })

  it('offers the next year where nothing falls into the days shown, and tries again after an error', async () => {
    backend.on('get', '/calendar', { items: [], total: 0 })
    const { user, address } = renderApp('/calendar')
    await user.click(await screen.findByRole('link', { name: 'Next 365 days' }))
    await waitFor(() => expect(address()).toContain('span=365'))
    backend.fail('get', '/calendar/summary', { status: 500, code: 'internal', key: 'internal' })
    await user.click(screen.getByText('Month'))
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeVisible()
  })

  it('lists what lets us in and ends, without seats, and leads from a sign-in to the connections', async () => {
    const grant = {
      quantity: 0,
      term: '' as const,
      state_source: 'api' as const,
      days_left: 11,
      act_until: '2026-12-01T09:00:00Z',
    }
    backend.on('get', '/calendar', {
      items: [
        makeDecision({ ...grant, id: -5, product: 'Help desk', state: 'rights_end', access_kind: 'relationship' }),
        makeDecision({
          ...grant,
          id: -6,
          customer_id: 0,
          customer: '',
          product: '',
          state: 'access_ends',
          access_kind: 'token',
        }),
      ],
      total: 2,
    })
    const { user, address } = renderApp('/calendar')
    const rights = await rowOf('Contoso')
    expect(within(rights).getByText('Delegated administration: Help desk')).toBeVisible()
    expect(within(rights).getByText('Delegated rights end')).toBeVisible()
    expect(within(rights).queryByText('0')).toBeNull()
    await user.click(within(await rowOf('Sign-in')).getByText('Sign-in'))
    const drawer = within(await screen.findByRole('dialog', { name: 'Details' }))
    await user.click(drawer.getByRole('link', { name: 'Connections' }))
    await waitFor(() => expect(address()).toContain('/connections'))
  })

  it('shows only what the first page counts where its line leads here', async () => {
    const { user } = renderApp('/calendar?span=14&unclear=true')
    await rowOf('Contoso')
    const asked = backend.asked('get', '/calendar')[0]?.query
    expect([asked?.get('unclear'), asked?.get('from'), asked?.get('to')]).toEqual(['true', '2026-11-20', '2026-12-04'])
    await user.click(screen.getByRole('button', { name: 'Remove filter Last moment' }))
    await waitFor(() => expect(backend.asked('get', '/calendar').at(-1)?.query.get('unclear')).toBeNull())
  })

  it('searches, filters by vendor and sorts, in the address, and exports what it shows', async () => {
    const SaveExport = vi.fn(() => Promise.resolve(''))
    vi.stubGlobal('runtime', { EventsOn: () => () => undefined })
    vi.stubGlobal('go', { desktop: { Window: { SaveExport } } })
    const { user, address } = renderApp('/calendar')
    await rowOf('Contoso')
    expect(screen.getByRole('columnheader', { name: 'Day' })).toHaveAttribute('aria-sort', 'ascending')
    await user.type(screen.getByRole('searchbox', { name: 'Search customer, product, number' }), 'conto')
    await waitFor(() => expect(address()).toContain('search=conto'))
    await user.click(screen.getByRole('button', { name: 'Vendor' }))
    await user.click(await screen.findByRole('checkbox', { name: 'Microsoft 365' }))
    await user.keyboard('{Escape}')
    await user.click(screen.getByRole('button', { name: 'Amount' }))
    await waitFor(() => expect(address()).toContain('desc=true'))
    const narrowed = ['conto', 'microsoft', 'amount', 'true']
    await waitFor(() => {
      const asked = backend.asked('get', '/calendar').at(-1)?.query
      expect(['search', 'vendors', 'sort', 'desc'].map((name) => asked?.get(name))).toEqual(narrowed)
    })
    expect(backend.asked('get', '/calendar/summary').at(-1)?.query.get('search')).toBe('conto')
    await user.click(screen.getByRole('button', { name: 'Export' }))
    await user.click(await screen.findByRole('menuitem', { name: /CSV/ }))
    const wanted = { search: 'conto', vendors: ['microsoft'], sort: 'amount', desc: true }
    expect(SaveExport).toHaveBeenCalledWith(
      expect.objectContaining({ filter: expect.objectContaining(wanted) as object }),
    )
    await user.click(screen.getByText('Month'))
    await waitFor(() => expect(address()).toContain('view=month'))
    expect(address()).toContain('search=conto')
    vi.unstubAllGlobals()
  })

  it('saves the calendar file of the customer the page is limited to', async () => {
    const SaveExport = vi.fn(() => Promise.resolve(''))
    vi.stubGlobal('runtime', { EventsOn: () => () => undefined })
    vi.stubGlobal('go', { desktop: { Window: { SaveExport } } })
    const { user } = renderApp('/calendar?customer=7')
    await user.click(await screen.findByRole('button', { name: 'Export' }))
    await user.click(await screen.findByRole('menuitem', { name: 'Calendar file (.ics)' }))
    expect(SaveExport).toHaveBeenCalledWith({
      kind: 'calendar',
      format: 'ics',
      family: undefined,
      customer_id: 7,
      language: 'en',
      filter: {
        from: '2026-11-20',
        to: '2027-02-18',
        decisions: undefined,
        unclear: undefined,
        vendors: undefined,
        search: undefined,
        where: undefined,
        except: undefined,
        sort: undefined,
        desc: undefined,
      },
    })
    vi.unstubAllGlobals()
  })
})

describe('months', () => {
  it('are cut into weeks that begin on Monday', () => {
    expect(addMonths('2026-12', 1)).toBe('2027-01')
    expect(addMonths('2026-01', -1)).toBe('2025-12')
    expect(daysOf('2028-02')).toEqual({ from: '2028-02-01', to: '2028-02-29' })
    expect(weeksOf('2026-11')[0]).toEqual(['', '', '', '', '', '', '2026-11-01'])
    expect(weeksOf('2027-02')).toHaveLength(4)
  })
})
