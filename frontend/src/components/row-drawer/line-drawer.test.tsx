import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { FakeBackend } from '../../test/fake-backend'
import { makeLicence, makeLicenceSummary, makeWaste, makeWasteSummary } from '../../test/licences-samples'
import { renderApp } from '../../test/render'
import { makeSubscription } from '../../test/samples'

let backend: FakeBackend

const page = <Row extends object>(...items: Row[]) => ({ items, total: items.length })

const own = { customer_id: 7, customer: 'Contoso', connection: 'Hub' }

const pool = {
  ...own,
  connection_id: 5,
  vendor: 'webex' as const,
  key: 'Calling',
  product_key: 'Calling',
  family: 'calling' as const,
  bought: 10,
  assigned: 4,
  available_seats: 6,
  over_seats: 0,
  ratio: 0.4,
  median_ratio: null,
  shared_by: 1,
  source: 'import' as const,
  synced_at: null,
  gone_at: null,
}

const decision = {
  ...own,
  connection_id: 5,
  vendor: 'microsoft' as const,
  number: 'S-1',
  family: 'microsoft365' as const,
  trial: false,
  quantity: 20,
  term: 'P1Y',
  next: null,
  state: 'renews' as const,
  state_source: 'api' as const,
  day: '2026-12-01',
  day_source: 'typed' as const,
  act_until: null,
  act_on: '',
  days_left: null,
  amount: null,
  price_period: '',
  source: 'import' as const,
  synced_at: null,
}

const price = {
  vendor: 'microsoft' as const,
  sku: 'CFQ7',
  term: 'P1Y',
  cost: '10',
  unit_price: '12',
  currency: 'EUR',
  price_period: 'month',
  valid_from: '2026-01-01',
  import_id: 1,
  file: 'prices.csv',
  changed_at: '2026-01-01T00:00:00Z',
}

/** The tables whose rows open such a drawer, each with two rows of one customer, First and Second. */
const tables: Record<string, { address: string; typed: boolean; customer: boolean; field: string; value: string }> = {
  subscriptions: { address: '/licences', typed: true, customer: true, field: 'Connection', value: 'Hub' },
  pools: { address: '/licences?view=pools', typed: false, customer: true, field: 'Licences bought', value: '10' },
  section: {
    address: '/licences?view=expiring',
    typed: true,
    customer: true,
    field: 'Term ends on',
    value: '2026-12-24Vendor',
  },
  waste: {
    address: '/licences?view=waste&waste=reduce',
    typed: true,
    customer: true,
    field: 'Unit price',
    value: '12.50 EUR',
  },
  calendar: { address: '/calendar', typed: true, customer: true, field: 'Quantity', value: '20' },
  prices: { address: '/imports?view=prices', typed: false, customer: false, field: 'File', value: 'prices.csv' },
}

beforeEach(() => {
  localStorage.clear()
  backend = new FakeBackend()
  const two = <Row extends object>(make: (row: { id: number; product: string }) => Row) =>
    page(make({ id: 1, product: 'First' }), make({ id: 2, product: 'Second' }))
  backend.on(
    'get',
    '/subscriptions',
    two((row) => makeSubscription({ ...row, ...own, source: 'import' })),
  )
  backend.on(
    'get',
    '/pools',
    two((row) => ({ ...pool, ...row })),
  )
  backend.on(
    'get',
    '/licences/expiring' as '/licences/{section}',
    two((row) => makeLicence({ ...row, ...own, source: 'import' })),
  )
  backend.on('get', '/licences/expiring/summary' as '/licences/{section}/summary', makeLicenceSummary({}))
  backend.on(
    'get',
    '/waste',
    two((row) => makeWaste({ ...row, ...own, subscription_id: row.id, source: 'import' })),
  )
  backend.on('get', '/waste/summary', makeWasteSummary({}))
  backend.on(
    'get',
    '/calendar',
    two((row) => ({ ...decision, ...row })),
  )
  backend.on('get', '/calendar/summary', {
    from: '2026-11-20',
    to: '2027-02-18',
    states: [],
    days: [],
    totals: [],
    unpriced: 0,
    undated: 0,
  })
  backend.on(
    'get',
    '/prices',
    two((row) => ({ ...price, ...row })),
  )
})

const lineOf = (product: string) => screen.getByText(product).closest('[role=row]')

describe('the drawer of a row', () => {
  it.each(Object.entries(tables))(
    'tells of the row of %s that was clicked, by mouse and keyboard',
    async (_, table) => {
      const { user, router } = renderApp(table.address)
      await user.click(await screen.findByText('Second'))
      expect(router.state.location.search).toMatchObject({ line: 2 })
      expect(router.state.location.search).not.toHaveProperty('open')
      const drawer = within(await screen.findByRole('dialog', { name: 'Details' }))
      expect(drawer.getByRole('heading', { name: 'Second' })).toBeVisible()
      expect(lineOf('First')).not.toHaveAttribute('data-open')
      expect(screen.getAllByText('Second')[0]?.closest('[role=row]')).toHaveAttribute('data-open')
      const fact = (name: string) => drawer.getByText(name, { selector: 'dt' }).nextElementSibling
      expect(fact(table.field)).toHaveTextContent(table.value)
      expect(fact('Source')).toHaveTextContent('Import')
      expect(drawer.getByRole('button', { name: 'Copy row' })).toBeVisible()
      expect(drawer.queryAllByRole('button', { name: 'Open in portal' })).toHaveLength(table.customer ? 1 : 0)
      expect(drawer.queryAllByRole('button', { name: 'Type in' })).toHaveLength(table.typed ? 1 : 0)
      await user.keyboard('{Escape}')
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
      expect(router.state.location.search).not.toHaveProperty('line')
      const grid = screen.getByRole('grid')
      await waitFor(() => expect(grid).toHaveFocus())
      await user.keyboard('{Home}{Enter}')
      await waitFor(() => expect(router.state.location.search).toMatchObject({ line: 1 }))
    },
  )

  it('gives way to the customer, and types in values of its subscription', async () => {
    const { user, router } = renderApp('/licences?view=expiring&line=2')
    const drawer = within(await screen.findByRole('dialog', { name: 'Details' }))
    await waitFor(() => expect(drawer.getByRole('button', { name: 'Type in' })).toBeEnabled())
    expect(backend.asked('get', '/subscriptions').at(-1)?.query.get('id')).toBe('2')
    await user.click(drawer.getByRole('button', { name: 'Type in' }))
    const dialog = await screen.findByRole('dialog', { name: 'Type in: Second' })
    await user.click(within(dialog).getByRole('button', { name: 'Cancel' }))
    await user.click(drawer.getByRole('button', { name: 'Contoso' }))
    await waitFor(() => expect(router.state.location.search).toEqual({ view: 'expiring', open: 7 }))
  })

  it('opens by a link whose row is not loaded, and says so where there is none', async () => {
    backend.on('get', '/pools', ({ query }) =>
      query.get('id') === '900'
        ? page({ ...pool, id: 900, product: 'Far below' })
        : query.has('id')
          ? page()
          : page({ ...pool, id: 1, product: 'First' }),
    )
    const { router } = renderApp('/licences?view=pools&line=900')
    expect(await screen.findByRole('heading', { name: 'Far below' })).toBeVisible()
    await router.navigate({ to: '/licences', search: { view: 'pools', line: 901 } })
    expect(await screen.findByText(/This row is no longer there/)).toBeVisible()
  })
})
