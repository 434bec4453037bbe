import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeBackend } from '../../test/fake-backend'
import { renderApp } from '../../test/render'
import { makeOperations, makeOperationsSummary } from '../../test/operations-samples'

let backend: FakeBackend

const stored = {
  id: 9,
  connection_id: 1,
  connection: 'Elements',
  vendor: 'avepoint' as const,
  customer_id: 1,
  customer: 'Contoso AG',
  dataset: 'jobs',
  key: 'FB1',
  source: 'api' as const,
  first_seen_at: '2026-11-19T02:00:00Z',
  changed_at: '2026-11-19T02:00:00Z',
  gone_at: null,
  synced_at: '2026-11-20T01:10:00Z',
}

beforeEach(() => {
  localStorage.clear()
  backend = new FakeBackend()
  const items = [
    makeOperations({}),
    makeOperations({ id: 2, name: 'Fabrikam', failed_jobs: null, open_requests: null, consumed: null, health: '' }),
  ]
  backend.on('get', '/operations', { items, total: 2 })
  backend.on('get', '/operations/summary', makeOperationsSummary({}))
  const row = { key: 'FB1', service: 'Microsoft 365', outcome: 'failed' as const, status: 'Failed', error: 'No quota' }
  backend.on('get', '/jobs', { items: [{ ...stored, row }], total: 1 })
})

const last = (path: string) => backend.asked('get', path).at(-1)!.query

describe('operations', () => {
  it('shows what failed first, each figure with how complete it is, and tells unknown from none', async () => {
    renderApp('/operations')
    const tile = await screen.findByRole('link', {
      name: /Failed jobs\s*2\s*at 1 customer\s*partial\s*1 of 2 records read/,
    })
    expect(within(tile).getByTitle(/1 of 2 records read.*1 failed/)).toBeVisible()
    expect(tile).toHaveAttribute('href', '/operations?view=jobs&outcome=failed')
    expect(screen.getByRole('link', { name: /Storage consumed\s*118.4\sGB\s*1 of 2 known/ })).toBeVisible()
    const live = screen.getByRole('link', { name: /Stored in Microsoft 365\s*1.3\sTB\s*of 6 services/ })
    expect(live).toHaveAttribute('href', '/operations?view=storage&level=live&sort=consumed&desc=true')
    const grid = await screen.findByRole('grid', { name: 'Customers and their services' })
    const unread = (await within(grid).findByText('Fabrikam')).closest<HTMLElement>('[role=row]')!
    expect(within(unread).getAllByText('Unknown')).toHaveLength(4)
    expect(Object.fromEntries(last('/operations'))).toMatchObject({ sort: 'failed_jobs', desc: 'true' })
  })

  it.each(['', '&view=jobs', '&view=storage'])(
    'says in every view (%s) how many customers are not matched yet, and leads to them',
    async (view) => {
      backend.on('get', '/operations/summary', makeOperationsSummary({ unmatched: 3 }))
      backend.on('get', '/operations/storage-trend', { points: [], step: 1, simulated: false })
      backend.on('get', '/storage', { items: [], total: 0 })
      renderApp(`/operations?tag=gold${view}`)
      const note = await screen.findByRole('link', { name: '3 customers not matched yet' })
      expect(note).toHaveAttribute('href', '/customers?tag=gold&figure=unmatched')
    },
  )

  it('leads from a count to its rows, for the time that was counted', async () => {
    const { user, address } = renderApp('/operations?jobs_within=7d')
    await user.click(await screen.findByRole('link', { name: 'Contoso AG: Failed jobs 2' }))
    await screen.findByRole('grid', { name: 'Jobs' })
    expect(address()).toBe('/operations?view=jobs&outcome=failed&within=7d&customer=1')
    expect(Object.fromEntries(last('/jobs'))).toMatchObject({
      counted: 'true',
      outcomes: 'failed',
      within: '7d',
      customer_id: '1',
    })
  })

  it('opens a row with everything about it, and from there the customer', async () => {
    const { user, address } = renderApp('/operations?view=jobs&outcome=failed')
    await user.click(await screen.findByText('FB1'))
    const drawer = await screen.findByRole('dialog', { name: 'Details' })
    expect(within(drawer).getByText('No quota')).toBeVisible()
    await user.click(within(drawer).getByRole('button', { name: 'Contoso AG' }))
    await waitFor(() => expect(address()).toContain('open=1'))
  })

  it('takes a chip off and narrows down to a service', async () => {
    const { user, address } = renderApp('/operations?view=jobs&outcome=failed')
    await screen.findByText('FB1')
    await user.click(screen.getByRole('button', { name: 'Remove filter Outcome' }))
    await waitFor(() => expect(address()).toBe('/operations?view=jobs'))
    const toolbar = screen.getByRole('toolbar', { name: 'Search and filters' })
    await user.click(within(toolbar).getByRole('button', { name: 'Service' }))
    await user.click(await screen.findByRole('checkbox', { name: 'Microsoft 365' }))
    await waitFor(() => expect(last('/jobs').get('services')).toBe('Microsoft 365'))
    await user.click(screen.getByRole('radio', { name: 'none of' }))
    await waitFor(() => expect(last('/jobs').get('except')).toBe('services'))
    expect(screen.getByRole('button', { name: 'Service, not: Microsoft 365' })).toBeVisible()
  })

  it('shows customers as cards with the same counts', async () => {
    renderApp('/operations?as=cards')
    const card = await screen.findByRole('article', { name: 'Contoso AG' })
    expect(within(card).getByRole('link', { name: 'Contoso AG: Failed jobs 2' })).toBeVisible()
    expect(within(card).getByText(/^118.4\sGB$/)).toBeVisible()
  })

  it.each(['table', 'cards'])(
    'opens the report of a customer from the %s: figures, storage over time and all rows',
    async (as) => {
      backend.on('get', '/operations/storage-trend', { points: [], step: 1, simulated: false })
      for (const kind of ['/storage', '/service-requests', '/service-states', '/incidents'] as const) {
        backend.on('get', kind, { items: [], total: 0 })
      }
      const { user, address } = renderApp(`/operations?jobs_within=7d&as=${as}`)
      await user.click(await screen.findByText('Contoso AG'))
      await waitFor(() => expect(address()).toBe('/operations?view=report&customer=1&jobs_within=7d'))
      expect(await screen.findByRole('link', { name: /Failed jobs/ })).toHaveAttribute(
        'href',
        '/operations?view=jobs&outcome=failed&within=7d&customer=1',
      )
      expect(await screen.findByText('No quota')).toBeVisible()
      const job = screen.getByRole('button', { name: 'Microsoft 365' })
      expect(job.closest('tr')).toHaveTextContent('FB1')
      job.focus()
      await user.keyboard('{Enter}')
      const details = within(await screen.findByRole('dialog', { name: 'Details' }))
      for (const name of ['Error', 'Data moved', 'Id at the vendor', 'Source', 'Synced at']) {
        expect(details.getByText(name, { selector: 'dt' })).toBeVisible()
      }
      expect(job.closest('tr')).toHaveAttribute('data-open')
      await user.keyboard('{Escape}')
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
      await waitFor(() => expect(job).toHaveFocus())
      expect(Object.fromEntries(last('/operations/storage-trend'))).toEqual({ customer_id: '1', days: '365' })
      expect(Object.fromEntries(last('/storage'))).toMatchObject({
        customer_id: '1',
        counted: 'true',
        sort: 'consumed',
      })
      const SaveExport = vi.fn(() => Promise.resolve(''))
      vi.stubGlobal('runtime', { EventsOn: () => () => undefined })
      vi.stubGlobal('go', { desktop: { Window: { SaveExport } } })
      const save = async (button: string) => {
        await user.click(screen.getByRole('button', { name: button }))
        await user.click(await screen.findByRole('menuitem', { name: 'Excel workbook' }))
      }
      await save('Export')
      const request = { format: 'xlsx', customer_id: 1, language: 'en' }
      expect(SaveExport).toHaveBeenLastCalledWith({ ...request, kind: 'report' })
      await save('Export: Jobs')
      expect(SaveExport).toHaveBeenLastCalledWith({ ...request, kind: 'rows-jobs', filter: { counted: true } })
      expect(screen.queryByRole('button', { name: 'Export: Incidents' }), 'nothing is listed').toBeNull()
      vi.unstubAllGlobals()
      await user.click(screen.getByRole('link', { name: 'Customer details' }))
      await waitFor(() => expect(address()).toContain('open=1'))
    },
  )

  it('has no report without its customer', async () => {
    renderApp('/operations?view=report')
    expect(await screen.findByRole('grid', { name: 'Customers and their services' })).toBeVisible()
  })

  it('shows the countries with the same counts, most failed first, and leads to the customers of one', async () => {
    const none = { customers: 3, failed_jobs: 0, open_requests: 1, trouble: 0 }
    const items = [
      { country: '', ...none },
      { country: 'CH', customers: 2, failed_jobs: 2, open_requests: 0, trouble: 1 },
    ]
    backend.on('get', '/operations/countries', { items, total: 2 })
    const { user, address } = renderApp('/operations?as=map&jobs_within=7d')
    const table = await screen.findByRole('group', { name: 'Customers by country' })
    const rows = (await within(table).findAllByRole('row')).map((row) => row.textContent)
    expect(rows.slice(1)).toEqual(['Switzerland2201', 'Country unknown3010'])
    expect(last('/operations/countries').get('jobs_within')).toBe('7d')
    const counts = within(table).getAllByRole('link', { name: /^Switzerland: / })
    expect(counts.map((link) => link.getAttribute('href'))).toEqual([
      '/operations?view=jobs&outcome=failed&within=7d&country=CH',
      '/operations?view=health&trouble=true&country=CH',
    ])
    await user.click(within(table).getByRole('link', { name: 'Switzerland' }))
    await waitFor(() => expect(address()).toBe('/operations?jobs_within=7d&country=CH'))
    await waitFor(() => expect(last('/operations').get('country')).toBe('CH'))
  })

  it('narrows the rows of a view down to a country, and says so', async () => {
    backend.on('get', '/jobs', { items: [], total: 0 })
    const { user, address } = renderApp('/operations?view=jobs&outcome=failed&country=CH')
    const chip = await screen.findByRole('button', { name: 'Country: Switzerland' })
    expect(last('/jobs').get('country')).toBe('CH')
    expect(chip).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Clear filters' }))
    await waitFor(() => expect(address()).toBe('/operations?view=jobs'))
  })

  it('says when nothing is wrong, and when nothing could be read', async () => {
    backend.on('get', '/service-requests', { items: [], total: 0 })
    renderApp('/operations?view=requests&state=open')
    expect(await screen.findByText('No such request')).toBeVisible()
  })

  it('says what could not be loaded', async () => {
    backend.fail('get', '/storage', { status: 500, code: 'internal', key: 'internal' })
    backend.on('get', '/operations/storage-trend', { points: [], step: 1, simulated: false })
    renderApp('/operations?view=storage&sort=consumed&desc=true')
    expect(await screen.findByText('No day was read yet. Each sync adds one.')).toBeVisible()
    expect(await screen.findByText('This could not be loaded')).toBeVisible()
  })
})
