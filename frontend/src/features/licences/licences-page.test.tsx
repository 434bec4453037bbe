import { screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeBackend } from '../../test/fake-backend'
import { renderApp } from '../../test/render'
import { makeSubscription } from '../../test/samples'

let backend: FakeBackend

beforeEach(() => {
  localStorage.clear()
  backend = new FakeBackend()
  const items = [
    makeSubscription({ id: 1, customer: 'Contoso', product: 'E3' }),
    makeSubscription({ id: 2, customer: 'Fabrikam', product: 'E5', term_end_on: '2027-01-31', term_end_source: 'api' }),
    makeSubscription({
      id: 3,
      customer: 'Northwind',
      product: 'F1',
      term: 'P1Y',
      term_source: 'typed',
      typed_times: [{ fact: 'term', typed_at: '2026-11-02T09:30:00Z' }],
    }),
  ]
  backend.on('get', '/subscriptions', { items, total: items.length })
})

afterEach(() => vi.unstubAllGlobals())

describe('licences', () => {
  it('exports what the list shows, and its billing beside it', async () => {
    const SaveExport = vi.fn(() => Promise.resolve(''))
    vi.stubGlobal('runtime', { EventsOn: () => () => undefined })
    vi.stubGlobal('go', { desktop: { Window: { SaveExport } } })
    const shown = 'search=e3&figure=missing_price&vendor=webex&states=active,grace&gone=true&sort=product&desc=true'
    const { user, router } = renderApp(`/licences?family=calling&customer=7&${shown}`)
    const choose = async (name: string) => {
      await user.click(await screen.findByRole('button', { name: 'Export' }))
      await user.click(await screen.findByRole('menuitem', { name }))
    }
    const scope = { family: 'calling', customer_id: 7, language: 'en' }
    await choose('Excel workbook')
    const values = { vendors: ['webex'], states: ['active', 'grace'] }
    const filter = { search: 'e3', figure: 'missing_price', ...values, gone: true, sort: 'product', desc: true }
    expect(SaveExport).toHaveBeenLastCalledWith({ kind: 'subscriptions', format: 'xlsx', ...scope, filter })
    await choose('Billing (CSV)')
    expect(SaveExport).toHaveBeenLastCalledWith({ kind: 'billing', format: 'csv', ...scope })
    backend.on('get', '/pools', { items: [], total: 0 })
    await router.navigate({
      to: '/licences',
      search: { view: 'pools', figure: 'over', search: 'e3', excluded: 'no', sort: 'ratio' },
    })
    await choose('CSV file')
    expect(SaveExport).toHaveBeenLastCalledWith({
      kind: 'pools',
      format: 'csv',
      language: 'en',
      filter: { search: 'e3', figure: 'over', excluded: ['no'], sort: 'ratio' },
    })
  })

  it('filters subscriptions by several values of several kinds, says so in chips and in the address', async () => {
    const { user, router } = renderApp('/licences?vendor=webex&missing=unit_price&states=active&terms=P9Y&sort=term')
    await screen.findByText('Contoso')
    const toolbar = within(screen.getByRole('toolbar', { name: 'Search and filters' }))
    expect(toolbar.getByRole('button', { name: 'Vendor: Cisco Webex' })).toBeVisible()
    expect(toolbar.getByRole('button', { name: 'Missing: Unit price' })).toBeVisible()
    expect(toolbar.queryByRole('button', { name: /^Term/ })).toBeNull()
    await user.click(toolbar.getByRole('button', { name: 'Status: Active' }))
    await user.click(await screen.findByRole('checkbox', { name: 'Suspended' }))
    expect(await toolbar.findByRole('button', { name: 'Status: Active or Suspended' })).toBeInTheDocument()
    await user.keyboard('{Escape}')
    await user.click(toolbar.getByRole('button', { name: 'More filters' }))
    await user.click(await screen.findByRole('menuitem', { name: 'At the end of the term' }))
    await user.click(await screen.findByRole('checkbox', { name: 'Renews automatically' }))
    await waitFor(() => {
      const query = backend.asked('get', '/subscriptions').at(-1)?.query
      expect(query?.getAll('vendors')).toEqual(['webex'])
      expect(query?.getAll('states')).toEqual(['active', 'suspended'])
      expect(query?.getAll('at_term_end')).toEqual(['renews'])
      expect(query?.getAll('missing')).toEqual(['unit_price'])
      expect(query?.has('terms')).toBe(false)
    })
    await user.keyboard('{Escape}')
    await user.click(toolbar.getByRole('button', { name: 'Remove filter Missing' }))
    expect(router.state.location.search).toEqual({
      vendors: 'webex',
      states: 'active,suspended',
      at_term_end: 'renews',
      sort: 'term',
    })
    await user.click(toolbar.getByRole('button', { name: 'Clear filters' }))
    expect(router.state.location.search).toEqual({ sort: 'term' })
  })

  it('filters licences by product by vendor, and by whether they count', async () => {
    backend.on('get', '/pools', { items: [], total: 0 })
    const { user, router } = renderApp('/licences?view=pools&vendors=webex,microsoft')
    const toolbar = within(await screen.findByRole('toolbar', { name: 'Search and filters' }))
    expect(toolbar.getByRole('button', { name: /^Vendor: Cisco Webex or Microsoft/ })).toBeVisible()
    expect(toolbar.queryByRole('button', { name: 'Status' })).toBeNull()
    await user.click(toolbar.getByRole('button', { name: 'More filters' }))
    await user.click(await screen.findByRole('menuitem', { name: 'Left out' }))
    await user.click(await screen.findByRole('checkbox', { name: 'Yes' }))
    await waitFor(() => {
      const query = backend.asked('get', '/pools').at(-1)?.query
      expect(query?.getAll('vendors')).toEqual(['webex', 'microsoft'])
      expect(query?.getAll('excluded')).toEqual(['yes'])
    })
    await user.keyboard('{Escape}')
    await user.click(toolbar.getByRole('button', { name: 'Clear filters' }))
    expect(router.state.location.search).toEqual({ view: 'pools' })
  })

  it('groups the rows of a customer while they stand by customer', async () => {
    const rows = [1, 1, 2].map((customer, n) =>
      makeSubscription({ id: n + 1, customer_id: customer, customer: `Customer ${customer}`, product: `P${n}` }),
    )
    backend.on('get', '/subscriptions', { items: rows, total: 3 })
    const { user } = renderApp('/licences')
    const places = () =>
      screen.getAllByText(/^P\d$/).map((cell) => cell.closest('[role=row]')?.getAttribute('data-place'))
    await screen.findByText('P2')
    expect(places()).toEqual(['first', 'follows', 'first'])
    await user.click(screen.getByRole('button', { name: 'Product' }))
    await waitFor(() => expect(places()).toEqual([null, null, null]))
  })

  it('heads the rows of a customer with their number, and hides them by click and keyboard', async () => {
    const rows = [1, 1, 2].map((customer, n) =>
      makeSubscription({ id: n + 1, customer_id: customer, customer: `Customer ${customer}`, product: `P${n}` }),
    )
    backend.on('get', '/subscriptions', { items: rows, total: 3 })
    const group = (customer: number, count: number) => ({
      customer_id: customer,
      customer: `Customer ${customer}`,
      rows: count,
    })
    backend.on('get', '/subscriptions/groups', { items: [group(1, 2), group(2, 1)], total: 2 })
    const { user } = renderApp('/licences?search=p')
    const first = await screen.findByRole('button', { name: 'Customer 1', expanded: true })
    expect(first.closest('[role=row]')).toHaveTextContent(/^Customer 12 rows$/)
    expect(screen.getByRole('button', { name: 'Customer 2' }).closest('[role=row]')).toHaveTextContent(
      /^Customer 21 row$/,
    )
    expect(backend.asked('get', '/subscriptions/groups').at(-1)?.query.get('search')).toBe('p')
    const shown = () => screen.queryAllByText(/^P\d$/).map((cell) => cell.textContent)
    await user.click(first)
    await waitFor(() => expect(shown()).toEqual(['P2']))
    expect(screen.getByText('3 rows')).toBeVisible()
    const grid = screen.getByRole('grid', { name: 'Subscriptions' })
    const head = () => screen.getByRole('button', { name: 'Customer 1' })
    grid.focus()
    await user.keyboard('{Home}{Enter}')
    await waitFor(() => expect(shown()).toEqual(['P0', 'P1', 'P2']))
    expect(grid).toHaveAttribute('aria-activedescendant', head().id)
    await user.keyboard('{ArrowLeft}')
    expect(head()).toHaveAttribute('aria-expanded', 'false')
    await user.keyboard('{ArrowLeft}{ArrowRight}')
    expect(head()).toHaveAttribute('aria-expanded', 'true')
    await user.keyboard('{ArrowDown}{ArrowDown} ')
    expect(await screen.findByText('1 selected')).toBeVisible()
    expect(screen.getByText('P1').closest('[role=row]')).toHaveAttribute('aria-selected', 'true')
    await user.click(screen.getByRole('button', { name: 'Product' }))
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Customer 1' })).toBeNull())
  })

  it('types in for many rows, says who is skipped before, and why after', async () => {
    backend.on('patch', '/subscriptions/typed', {
      saved: 2,
      skipped: [{ id: 2, reason_key: 'typed_has_source' }],
      undo: 4,
    })
    const { user } = renderApp('/licences')
    await screen.findByText('Contoso')
    await user.click(screen.getByRole('checkbox', { name: 'Select all rows' }))
    await user.click(await screen.findByRole('button', { name: 'Type in for 3 rows' }))
    const dialog = await screen.findByRole('dialog')
    expect(within(dialog).getByRole('button', { name: 'Save for 3' })).toBeDisabled()
    await user.type(within(dialog).getByRole('textbox', { name: 'Term ends on' }), '2027-06-30')
    await user.tab()
    expect(await within(dialog).findByText(/2 subscriptions will be changed. 1 will be skipped/)).toBeVisible()
    await user.click(within(dialog).getByRole('button', { name: 'Save for 2' }))
    expect(await within(dialog).findByText(/The vendor gives this value itself/)).toBeVisible()
    expect(within(dialog).getByText('Fabrikam: E5')).toBeVisible()
    expect(backend.asked('patch', '/subscriptions/typed')[0]?.body).toEqual({
      ids: [1, 2, 3],
      values: { term_end_on: '2027-06-30' },
    })
  })

  it('sends a price with its currency and period, as an exact decimal', async () => {
    backend.on('patch', '/subscriptions/typed', { saved: 1, skipped: [], undo: 4 })
    const { user } = renderApp('/licences')
    await screen.findByText('Contoso')
    await user.click(screen.getAllByRole('checkbox', { name: 'Select row' })[0]!)
    await user.click(screen.getByRole('button', { name: 'Type in for 1 row' }))
    const dialog = await screen.findByRole('dialog')
    await user.type(within(dialog).getByRole('textbox', { name: 'Unit price' }), '1.234,50')
    await user.click(within(dialog).getByRole('button', { name: 'Save for 1' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
    expect(backend.asked('patch', '/subscriptions/typed')[0]?.body).toEqual({
      ids: [1],
      values: { unit_price: '1234.50', currency: 'EUR', price_period: 'month' },
    })
  })

  it('marks typed values with a word, and shows what is unknown as unknown', async () => {
    renderApp('/licences')
    const row = (await screen.findByText('Northwind')).closest('[role=row]') as HTMLElement
    expect(within(row).getByText('1 year')).toHaveTextContent('1 year')
    expect(within(row).getByText('typed')).toBeVisible()
    expect(within(row).getByTitle(/^Source: Typed in\. Typed in on 2026-11-02/)).toHaveTextContent('1 year')
    expect(within(row).getAllByText('Unknown').length).toBeGreaterThan(1)
  })

  it('keeps the selection to the filter it was made in', async () => {
    const { user, router } = renderApp('/licences')
    await screen.findByText('Contoso')
    await user.click(screen.getByRole('checkbox', { name: 'Select all rows' }))
    expect(await screen.findByText('3 selected')).toBeVisible()
    await router.navigate({ to: '/licences', search: { figure: 'missing_price' } })
    await waitFor(() => expect(screen.queryByText('3 selected')).not.toBeInTheDocument())
  })
})
