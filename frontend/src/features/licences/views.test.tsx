import { screen, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { FakeBackend } from '../../test/fake-backend'
import { renderApp } from '../../test/render'
import { makeLicence, makeLicenceSummary, makeWaste, makeWasteSummary } from '../../test/licences-samples'

let backend: FakeBackend

beforeEach(() => {
  localStorage.clear()
  backend = new FakeBackend()
})

const pages = (...items: ReturnType<typeof makeLicence>[]) => ({ items, total: items.length })

describe('sections of licences', () => {
  it('shows figures with their wholes, and rows with a bar whose numbers can be heard', async () => {
    backend.on('get', '/licences/expiring/summary' as '/licences/{section}/summary', makeLicenceSummary({}))
    backend.on(
      'get',
      '/licences/expiring' as '/licences/{section}',
      pages(makeLicence({}), makeLicence({ id: 2, trial: true })),
    )
    renderApp('/licences?view=expiring')
    const figures = await screen.findByRole('region', { name: 'Figures' })
    expect(await within(figures).findByText('80.0%')).toBeVisible()
    expect(within(figures).getByText('40 of 50')).toBeVisible()
    expect(within(figures).getByText('known for 1 of 2')).toBeVisible()
    const row = (await screen.findByText('S-1')).closest('[role=row]') as HTMLElement
    expect(within(row).getByRole('img', { name: '8 of 10 assigned, 5 used, 2 free' })).toBeVisible()
    expect(within(row).getByRole('img', { name: 'Used 4.5 on average, 4 to 5' })).toBeVisible()
    expect(screen.getByText('Trial')).toBeVisible()
  })

  it('leads from the figure to its customers, in the same product and scope', async () => {
    backend.on('get', '/licences/low/summary' as '/licences/{section}/summary', makeLicenceSummary({ section: 'low' }))
    backend.on('get', '/licences/low' as '/licences/{section}', pages(makeLicence({})))
    backend.on('get', '/customers', { items: [], total: 0 })
    const { user, router } = renderApp('/licences?view=low&family=meetings&customer=7')
    await user.click(await screen.findByRole('link', { name: 'Show the 3 customers' }))
    expect(router.state.location.pathname).toBe('/customers')
    expect(router.state.location.search).toEqual({ figure: 'low', family: 'meetings', customer: 7 })
  })

  it('narrows rows down by vendor and by what comes at the end of the term', async () => {
    backend.on(
      'get',
      '/licences/open/summary' as '/licences/{section}/summary',
      makeLicenceSummary({ section: 'open' }),
    )
    backend.on('get', '/licences/open' as '/licences/{section}', pages(makeLicence({})))
    renderApp('/licences?view=open&vendors=microsoft&at_term_end=ends&except=at_term_end')
    await screen.findByText('S-1')
    expect(screen.getByRole('button', { name: /^Vendor: / })).toBeVisible()
    const query = backend.asked('get', '/licences/open').at(-1)?.query
    const asked = ['vendors', 'at_term_end', 'except'].map((name) => query?.getAll(name))
    expect(asked).toEqual([['microsoft'], ['ends'], ['at_term_end']])
  })

  it('asks again for another product and keeps the view', async () => {
    backend.on(
      'get',
      '/licences/over/summary' as '/licences/{section}/summary',
      makeLicenceSummary({ section: 'over' }),
    )
    backend.on('get', '/licences/over' as '/licences/{section}', pages(makeLicence({})))
    const { user, router } = renderApp('/licences?view=over')
    await user.click(await screen.findByRole('link', { name: /Meetings/ }))
    expect(router.state.location.search).toEqual({ view: 'over', family: 'meetings' })
    await screen.findByText('S-1')
    const query = backend.asked('get', '/licences/over/summary').at(-1)?.query
    expect(query?.get('family')).toBe('meetings')
  })

  it('says what a figure means, with the thresholds in force', async () => {
    backend.on(
      'get',
      '/licences/added/summary' as '/licences/{section}/summary',
      makeLicenceSummary({ section: 'added', undated: 3 }),
    )
    backend.on('get', '/licences/added' as '/licences/{section}', pages(makeLicence({ assigned_change: null })))
    const { user } = renderApp('/licences?view=added')
    await user.click(await screen.findByRole('button', { name: 'What “Customers” means' }))
    expect(await screen.findByText(/added in the last 90 days/)).toBeVisible()
    expect(screen.getByText('of 3 subscriptions nobody says since when they exist')).toBeVisible()
    expect(screen.getAllByText('–').length).toBeGreaterThan(0)
  })
})

describe('waste', () => {
  it('shows three sums apart, and the rows of the chosen one', async () => {
    backend.on('get', '/waste/summary', makeWasteSummary({ unmatched: 3 }))
    backend.on('get', '/waste', { items: [makeWaste({})], total: 1 })
    const { user, router } = renderApp('/licences?view=waste')
    expect(await screen.findByText('3 customers not matched yet')).toBeVisible()
    const reassign = await screen.findByRole('link', { name: /To reassign now/ })
    expect(reassign).toHaveTextContent('7licences · at 2 customers')
    expect(reassign).toHaveTextContent('37.50 EUR per month')
    expect(reassign).toHaveTextContent('money unknown for 4 licences')
    await screen.findByText('Contoso AG')
    await user.click(screen.getByRole('link', { name: /Exposure only/ }))
    expect(router.state.location.search).toEqual({ view: 'waste', waste: 'exposure' })
    await screen.findByText('Contoso AG')
    expect(backend.asked('get', '/waste').at(-1)?.query.get('waste')).toBe('exposure')
  })
})
