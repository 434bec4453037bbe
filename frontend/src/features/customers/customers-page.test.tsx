import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import texts from '../../../../backend/language/locales/en.json'
import { FakeBackend } from '../../test/fake-backend'
import { renderApp } from '../../test/render'
import { makeCustomer, makeDetail } from '../../test/samples'

let backend: FakeBackend
const total = 450

beforeEach(() => {
  localStorage.clear()
  backend = new FakeBackend()
  backend.on('get', '/customers', ({ query }) => {
    const offset = Number(query.get('offset'))
    const limit = Math.min(Number(query.get('limit')), total - offset)
    const found = query.get('search') ? 1 : total
    const items = Array.from({ length: Math.min(limit, found) }, (_, n) =>
      makeCustomer({ id: offset + n + 1, name: query.get('search') ? 'Fabrikam' : `Customer ${offset + n + 1}` }),
    )
    return { items, total: found }
  })
  backend.on('get', '/customers/{id}', makeDetail({ id: 3, name: 'Customer 3' }))
})

describe('customers', () => {
  it('fetches one window of rows, not the whole list', async () => {
    renderApp('/customers')
    await screen.findByText('Customer 1')
    expect(screen.getByText('450 rows')).toBeVisible()
    expect(screen.getAllByRole('row').length).toBeLessThan(60)
    expect(backend.asked('get', '/customers').map((call) => call.query.get('offset'))).toEqual(['0'])
  })

  it('shows seats that were never read as unknown, not as none', async () => {
    backend.on('get', '/customers', {
      items: [makeCustomer({ seats_known: false, bought: 0, assigned: 0, available: 0, over_seats: 0 })],
      total: 1,
    })
    renderApp('/customers')
    const row = (await screen.findByText('Contoso AG')).closest('[role=row]')
    expect(within(row as HTMLElement).getAllByText(/^Unknown: no licences were read/)).toHaveLength(3)
    expect(within(row as HTMLElement).queryByText('0')).toBeNull()
  })

  it('leads from counts to their rows, without opening the row', async () => {
    const shown = ['subscriptions', 'failed_jobs', 'open_requests']
    const visibility = Object.fromEntries(shown.map((id) => [id, true]))
    localStorage.setItem('tenantry.columns.customers', JSON.stringify({ visibility, sizing: {} }))
    backend.on('get', '/customers', {
      items: [makeCustomer({ id: 3, subscriptions: 4, over_seats: 2, failed_jobs: 7, open_requests: 0 })],
      total: 1,
    })
    const { user, router } = renderApp('/customers')
    const links = await screen.findAllByRole('link', { name: /^Contoso AG: / })
    expect(links.map((link) => [link.getAttribute('aria-label'), link.getAttribute('href')])).toEqual([
      ['Contoso AG: Subscriptions 4', '/licences?customer=3'],
      ['Contoso AG: Over the limit 2', '/licences?view=pools&figure=over&customer=3'],
      ['Contoso AG: Failed jobs 7', '/operations?view=jobs&outcome=failed&customer=3'],
    ])
    await user.click(links[1]!)
    await waitFor(() => expect(router.state.location.pathname).toBe('/licences'))
    expect(router.state.location.search).toEqual({ view: 'pools', figure: 'over', customer: 3 })
  })

  it('has Go sort, and keeps the sort in the address', async () => {
    const { user, router } = renderApp('/customers')
    await screen.findByText('Customer 1')
    await user.click(screen.getByRole('button', { name: 'Bought' }))
    expect(router.state.location.search).toEqual({ sort: 'bought', desc: true })
    await waitFor(() => expect(backend.asked('get', '/customers').at(-1)?.query.get('sort')).toBe('bought'))
    const header = screen.getByRole('button', { name: 'Bought' }).closest('[role=columnheader]')
    expect(header).toHaveAttribute('aria-sort', 'descending')
  })

  it('searches when the fingers rest, once', async () => {
    const { user, router } = renderApp('/customers')
    await screen.findByText('Customer 1')
    await user.type(screen.getByRole('searchbox'), 'fabri')
    expect(await screen.findByText('Fabrikam')).toBeVisible()
    expect(router.state.location.search).toEqual({ search: 'fabri' })
    const asked = backend.asked('get', '/customers').map((call) => call.query.get('search'))
    expect(asked.filter(Boolean)).toEqual(['fabri'])
  })

  it('opens the drawer by keyboard and closes it with Escape', async () => {
    const { user, router } = renderApp('/customers')
    await screen.findByText('Customer 1')
    const grid = screen.getByRole('grid')
    grid.focus()
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{Enter}')
    const drawer = await screen.findByRole('dialog')
    expect(router.state.location.search).toEqual({ open: 3 })
    expect(await within(drawer).findByRole('heading', { name: 'Customer 3' })).toBeInTheDocument()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(router.state.location.search).toEqual({}))
  })

  it('focuses the search with a slash', async () => {
    renderApp('/customers')
    await screen.findByText('Customer 1')
    fireEvent.keyDown(document.documentElement, { key: '/' })
    expect(screen.getByRole('searchbox')).toHaveFocus()
  })

  it('hides a column, keeps it hidden when saved, and resets', async () => {
    const { user } = renderApp('/customers')
    await screen.findByText('Customer 1')
    await user.click(screen.getByRole('button', { name: 'Columns' }))
    await user.click(await screen.findByRole('checkbox', { name: 'Vendors' }))
    expect(screen.queryByRole('columnheader', { name: 'Vendors' })).not.toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Save as my default' }))
    expect(localStorage.getItem('tenantry.columns.customers')).toContain('"vendors":false')
    await user.click(screen.getByRole('button', { name: 'Reset' }))
    expect(screen.getByRole('columnheader', { name: 'Vendors' })).toBeInTheDocument()
    expect(localStorage.getItem('tenantry.columns.customers')).toBeNull()
    const undo = screen.getAllByRole('button', { name: 'Undo' })
    await user.click(undo[1]!)
    await waitFor(() => expect(screen.queryByRole('columnheader', { name: 'Vendors' })).not.toBeInTheDocument())
    expect(localStorage.getItem('tenantry.columns.customers')).toContain('"vendors":false')
  })

  it('drops nonsense from the address instead of asking Go for it', async () => {
    renderApp('/customers?figure=everything&sort=DROP&country=xyz&customer=-1')
    await screen.findByText('Customer 1')
    const query = backend.asked('get', '/customers').at(-1)?.query
    expect([...(query?.keys() ?? [])].sort()).toEqual(['limit', 'offset'])
  })

  it('filters by several values of several kinds, says so in chips, and exports what it shows', async () => {
    backend.on('get', '/customer-choices', {
      products: [{ vendor: 'microsoft', key: 'a,b', name: 'Microsoft 365 E3', family: 'microsoft365' }],
      countries: ['CH'],
      tags: [{ name: 'VIP', origin: 'hand' }],
    })
    const { user, router } = renderApp('/customers?status=expired&tags=VIP&products=microsoft:a%252Cb')
    await screen.findByText('Customer 1')
    const toolbar = within(screen.getByRole('toolbar', { name: 'Search and filters' }))
    expect(await toolbar.findByRole('button', { name: 'Product: Microsoft 365 E3' })).toBeVisible()
    expect(toolbar.getByRole('button', { name: 'Tag: VIP' })).toBeVisible()
    await user.click(toolbar.getByRole('button', { name: 'Status: Expired' }))
    await user.click(await screen.findByRole('checkbox', { name: 'Trial' }))
    expect(await toolbar.findByRole('button', { name: 'Status: Expired or Trial' })).toBeInTheDocument()
    await waitFor(() => {
      const query = backend.asked('get', '/customers').at(-1)?.query
      expect(query?.getAll('statuses')).toEqual(['expired', 'trial'])
      expect(query?.getAll('products')).toEqual(['microsoft:a,b'])
    })
    await user.click(toolbar.getByRole('button', { name: 'Remove filter Tag' }))
    expect(router.state.location.search).toEqual({ statuses: 'expired,trial', products: 'microsoft:a%2Cb' })
  })

  it('gives the selected a tag and takes it back', async () => {
    backend.on('post', '/tags/customers', { customers: [1, 2], undo: 7 }).on('post', '/undo/{id}', undefined)
    const { user } = renderApp('/customers')
    await screen.findByText('Customer 1')
    const grid = screen.getByRole('grid')
    grid.focus()
    await user.keyboard('{ArrowDown} {ArrowDown} ')
    await user.click(screen.getByRole('button', { name: 'Tag 2 selected' }))
    await user.click(await screen.findByRole('menuitem', { name: 'Tag the selected…' }))
    await user.type(await screen.findByLabelText('Tag', { selector: 'input' }), 'VIP')
    await user.click(screen.getByRole('button', { name: 'Add tag' }))
    await user.click(await screen.findByRole('button', { name: 'Undo' }))
    await waitFor(() => expect(backend.asked('post', '/undo/7')).toHaveLength(1))
    expect(backend.asked('post', '/tags/customers').map((call) => call.body)).toEqual([
      { name: 'VIP', customers: [1, 2], on: true },
    ])
  })

  it('offers the next step where nothing matches', async () => {
    backend.on('get', '/customers', { items: [], total: 0 })
    const { user, router } = renderApp('/customers?status=suspended')
    await user.click(await screen.findByRole('link', { name: 'Clear filters' }))
    expect(router.state.location.search).toEqual({})
  })

  it('names the source, the age and the reason where data could not be read', async () => {
    backend.on(
      'get',
      '/customers/{id}',
      makeDetail({
        datasets: [
          {
            connection: 'Microsoft',
            vendor: 'microsoft',
            dataset: 'subscribed_skus',
            last_ok_at: '2026-11-01T10:00:00Z',
            last_try_at: '2026-11-20T01:10:00Z',
            error_key: 'consent_missing',
            error_detail: 'AADSTS65001',
          },
        ],
      }),
    )
    const { user } = renderApp('/customers?open=1')
    await user.click(await screen.findByRole('tab', { name: /Sources/ }))
    expect(await screen.findByText(texts.error.consent_missing)).toBeVisible()
    expect(screen.getByText('AADSTS65001')).toBeInTheDocument()
    expect(screen.getByText('2026-11-01 11:00')).toBeInTheDocument()
  })

  it('shows what else vendors tell of a customer, by kind', async () => {
    backend.on('get', '/customers/{id}/row-counts', { items: [{ kind: 'jobs', count: 1 }], total: 1 })
    const job = {
      key: 'j',
      service: 'Cloud Backup',
      module: 'Exchange',
      outcome: 'failed',
      status: 'Failed',
      error: 'No access',
    }
    backend.on('get', '/jobs', {
      items: [
        {
          id: 1,
          connection_id: 1,
          connection: 'Elements',
          vendor: 'avepoint',
          customer_id: 3,
          customer: 'Customer 3',
          dataset: 'jobs',
          key: 'j',
          source: 'api',
          first_seen_at: '',
          changed_at: '',
          gone_at: null,
          synced_at: null,
          row: job,
        },
      ],
      total: 1,
    })
    const { user } = renderApp('/customers?open=3')
    await user.click(await screen.findByRole('tab', { name: /More/ }))
    await user.click(await screen.findByRole('button', { name: /Jobs/ }))
    expect(await screen.findByText('No access')).toBeInTheDocument()
    expect(screen.getByText('Cloud Backup')).toBeInTheDocument()
  })
})
