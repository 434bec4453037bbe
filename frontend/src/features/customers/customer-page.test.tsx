import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import texts from '../../../../backend/language/locales/en.json'
import { FakeBackend } from '../../test/fake-backend'
import { renderApp } from '../../test/render'
import { makeDetail, makeSubscription } from '../../test/samples'

let backend: FakeBackend
const read = {
  connection: 'Elements',
  vendor: 'avepoint' as const,
  last_ok_at: '2026-11-20T01:10:00Z',
  error_detail: '',
}

const pool = {
  customer_id: 3,
  customer: 'Contoso AG',
  connection_id: 1,
  connection: 'Hub',
  key: 'Calling',
  product_key: 'Calling',
  product: 'Calling',
  family: 'calling' as const,
  bought: 10,
  assigned: 4,
  available_seats: 6,
  over_seats: 0,
  ratio: 0.4,
  median_ratio: null,
  shared_by: 1,
  source: 'api' as const,
  synced_at: null,
  gone_at: null,
}

const record = {
  id: 1,
  connection_id: 5,
  customer_id: 3,
  vendor_id: 'T',
  name: 'Contoso AG',
  domain: '',
  account: '',
  country: '',
  created_on: '',
  first_seen_at: '2026-01-05T10:00:00Z',
  no_access: '',
  connection: 'Blancco Contoso',
  vendor: 'blancco' as const,
  duplicate: false,
}

const stored = {
  connection_id: 1,
  connection: 'Elements',
  vendor: 'avepoint' as const,
  customer_id: 3,
  customer: 'Contoso AG',
  dataset: 'jobs',
  source: 'api' as const,
  first_seen_at: '2026-11-19T02:00:00Z',
  changed_at: '2026-11-19T02:00:00Z',
  gone_at: null,
  synced_at: null,
}

beforeEach(() => {
  backend = new FakeBackend()
  backend.on(
    'get',
    '/customers/{id}',
    makeDetail({
      id: 3,
      name: 'Contoso AG',
      subscription_rows: [
        makeSubscription({ tags: 'gold, pilot' }),
        makeSubscription({ id: 2, product: 'Backup', trial: true }),
      ],
      datasets: [
        { ...read, dataset: 'jobs', last_try_at: '2026-11-20T01:10:00Z', error_key: '' },
        { ...read, dataset: 'services', last_try_at: '2026-11-20T01:10:00Z', error_key: 'consent_missing' },
      ],
    }),
  )
  for (const kind of ['/jobs', '/storage', '/erasures', '/scan-profiles'] as const) {
    backend.on('get', kind, { items: [], total: 0 })
  }
})

describe('the page of a customer', () => {
  it('tells of each part how complete it is, and of each empty table which source told what', async () => {
    const records = [
      { ...record, connection: 'Elements', vendor: 'avepoint' as const },
      { ...record, id: 2, connection_id: 6, connection: 'Graph', vendor: 'microsoft' as const },
      { ...record, id: 4, connection_id: 7, connection: 'Left', gone_at: read.last_ok_at },
    ]
    const at = { last_try_at: read.last_ok_at, error_key: '' }
    backend.on(
      'get',
      '/customers/{id}',
      makeDetail({
        id: 3,
        records,
        datasets: [
          { ...read, ...at, dataset: 'jobs' },
          { ...read, ...at, dataset: 'services', error_key: 'consent_missing' },
          { ...read, ...at, dataset: 'protected' },
        ],
      }),
    )
    renderApp('/customers/3?part=jobs')
    const table = async (name: string) => within(await screen.findByRole('region', { name }))
    expect(await (await table('Jobs')).findByText(/^None at Elements, read /)).toBeVisible()
    const storage = await table('Storage')
    expect(await storage.findByText(/^Elements could not be read: The app is not approved/)).toBeVisible()
    expect(storage.getByText(/^Graph has not read this yet\. It comes with the next sync/)).toBeVisible()
    const links = storage.getAllByRole('link', { name: 'Check the connection' })
    expect(links.map((link) => link.getAttribute('href'))).toEqual(['/connections?edit=5', '/connections?edit=6'])
    const erasures = await table('Erasure reports')
    expect(await erasures.findByText(/^No connection of this customer tells of this; Blancco would\./)).toBeVisible()
    expect(erasures.getByRole('link', { name: 'To the connections' })).toHaveAttribute('href', '/connections')
  })

  it('says in one line how far a part was read, and of each source on demand', async () => {
    const old = { ...read, last_ok_at: '2025-01-02T10:00:00Z', last_try_at: null, error_key: '' }
    backend.on(
      'get',
      '/customers/{id}',
      makeDetail({
        id: 3,
        datasets: [
          { ...old, dataset: 'jobs' },
          { ...old, dataset: 'services', last_ok_at: '2026-01-02T10:00:00Z', error_key: 'consent_missing' },
          { ...old, dataset: 'protected', last_ok_at: null },
        ],
      }),
    )
    const { user } = renderApp('/customers/3?part=jobs')
    const panel = within(await screen.findByRole('tabpanel', { name: 'Jobs and storage' }))
    const line = panel.getByText(/1 of 3 data sets read, oldest .*2025.*, 1 failed: .*, 1 never read$/)
    expect(line.closest('summary')).toHaveTextContent(/^partial · /)
    expect(panel.getByText(/Elements, Backup jobs:/)).not.toBeVisible()
    await user.click(line)
    expect(panel.getByText(/Elements, Backup jobs:/)).toBeVisible()
    expect(panel.getByText(new RegExp(texts.error.consent_missing))).toBeVisible()
  })

  it('says that no trial is listed, and which connections tell of none', async () => {
    const one = (id: number, connection: string, vendor: 'webex' | 'blancco') => ({
      ...record,
      id,
      connection_id: id,
      connection,
      vendor,
    })
    const files = { ...read, connection: 'From files', last_try_at: null, error_key: '' }
    backend.on(
      'get',
      '/customers/{id}',
      makeDetail({
        id: 3,
        records: [one(1, 'Hub', 'webex'), one(2, 'Erasers', 'blancco'), one(3, 'From files', 'blancco')],
        datasets: [{ ...files, dataset: 'import.subscriptions' }],
      }),
    )
    renderApp('/customers/3?part=trials')
    const panel = within(await screen.findByRole('tabpanel', { name: 'Trials' }))
    expect(panel.getByText('No trial is listed. Not known for Erasers: trials are not told there.')).toBeVisible()
    expect(panel.queryByText(/No subscriptions were read/)).toBeNull()
  })

  it('calls seats those of a shared pool only where others share it', async () => {
    const shared = { bought: 20, assigned: 7, used: null, shared_by: 2 }
    const rows = [
      makeSubscription({ pool: { ...shared, assigned: 5, shared_by: 1 } }),
      makeSubscription({ id: 2, pool: shared }),
    ]
    backend.on('get', '/customers/{id}', makeDetail({ id: 3, subscription_rows: rows }))
    for (const kind of ['/orders', '/invoice-lines', '/usage'] as const)
      backend.on('get', kind, { items: [], total: 0 })
    renderApp('/customers/3?part=subscriptions')
    expect(await screen.findByText('7 (shared pool)')).toBeVisible()
    expect(screen.getByText('5')).toBeVisible()
    expect(screen.queryByText('5 (shared pool)')).toBeNull()
  })

  it('says which tags a subscription has at the vendor, where it has any', async () => {
    renderApp('/customers/3?part=subscriptions')
    expect(await screen.findByText('gold, pilot')).toBeVisible()
    renderApp('/customers/3?part=trials')
    const trial = await screen.findByRole('tabpanel', { name: 'Trials' })
    expect(within(trial).queryByText(texts.column.tags)).toBeNull()
  })

  it('leads from each status to the rows that it follows from, where a list has them', async () => {
    backend.on('get', '/customers/{id}', makeDetail({ id: 3, statuses: ['expiring', 'overage', 'quiet'] }))
    renderApp('/customers/3')
    const links = await screen.findAllByRole('link', { name: /^Show the rows: / })
    expect(links.map((link) => [link.getAttribute('aria-label'), link.getAttribute('href')])).toEqual([
      ['Show the rows: Expiring soon', '/licences?customer=3&figure=expiring'],
      ['Show the rows: Licence overage', '/licences?customer=3&view=pools&figure=over'],
    ])
  })

  it('searches and sorts the rows of a kind, all of them and not only those in sight', async () => {
    const job = { key: 'a', service: 'Microsoft 365', outcome: 'failed' as const, status: 'Failed', error: '' }
    const items = ['a', 'b'].map((key, n) => ({ ...stored, id: n + 1, key, row: { ...job, key } }))
    backend.on('get', '/jobs', ({ query }) => ({ items, total: query.get('search') ? 0 : 80 }))
    const { user, router } = renderApp('/customers/3?part=jobs')
    const outcome = await screen.findByRole('button', { name: 'Outcome' })
    const asked = () => Object.fromEntries(backend.asked('get', '/jobs').at(-1)!.query)
    await user.click(outcome)
    await waitFor(() => expect(asked()).toEqual({ customer_id: '3', limit: '50', sort: 'outcome' }))
    await user.click(outcome)
    await waitFor(() => expect(asked()).toMatchObject({ sort: 'outcome', desc: 'true' }))
    expect(screen.getByRole('columnheader', { name: 'Outcome' })).toHaveAttribute('aria-sort', 'descending')
    await user.type(screen.getByRole('searchbox', { name: 'Search Jobs' }), 'quota')
    await waitFor(() => expect(asked()).toMatchObject({ search: 'quota', sort: 'outcome' }))
    expect(screen.getAllByRole('searchbox', { name: /^Search / })).toHaveLength(1)
    expect(router.state.location.search).toMatchObject({ tables: 'jobs:search:quota,jobs:sort:-outcome' })
  })

  it('narrows the rows of a kind down by its columns, in the address, and shows them again from it', async () => {
    backend.on('get', '/jobs', ({ query }) => ({ items: [], total: query.get('where') ? 0 : 80 }))
    const tables = 'jobs:where:started_at:from:2026-11-01,jobs:outcome:failed,jobs:except:outcome,jobs:sort:-ended_at'
    const { user, router } = renderApp(`/customers/3?part=jobs&tables=${tables}`)
    const jobs = within(await screen.findByRole('region', { name: 'Jobs' }))
    expect(jobs.getByRole('button', { name: 'Started from 2026-11-01' })).toBeVisible()
    const asked = () => backend.asked('get', '/jobs').at(-1)!.query.toString()
    expect(asked()).toBe(
      'customer_id=3&outcomes=failed&where=started_at%3Afrom%3A2026-11-01&except=outcomes&sort=ended_at&desc=true&limit=50',
    )
    await user.click(jobs.getByRole('button', { name: 'More filters' }))
    await user.click(await screen.findByRole('menuitem', { name: 'Error' }))
    await user.keyboard('quota{Enter}')
    await waitFor(() => expect(asked()).toContain('where=error%3Acontains%3Aquota'))
    expect(router.state.location.search).toMatchObject({
      tables: expect.stringContaining('jobs:where:error:contains:quota') as string,
    })
    await user.click(jobs.getByRole('button', { name: 'Clear filters' }))
    await waitFor(() => expect(router.state.location.search).toEqual({ part: 'jobs', tables: 'jobs:sort:-ended_at' }))
  })

  it('says of what was billed and of erasures where they come from, files too', async () => {
    const at = { last_try_at: '2026-11-20T01:10:00Z', error_key: '' }
    backend.on(
      'get',
      '/customers/{id}',
      makeDetail({
        id: 3,
        datasets: [
          { ...read, ...at, dataset: 'erasures' },
          { ...read, ...at, dataset: 'billing_export' },
          { ...read, ...at, connection: 'Blancco (files)', dataset: 'import.invoice-lines' },
        ],
      }),
    )
    for (const kind of ['/invoice-lines', '/agreements', '/orders', '/risks'] as const) {
      backend.on('get', kind, { items: [], total: 0 })
    }
    const { user } = renderApp('/customers/3?part=billing')
    const billing = await screen.findByRole('tabpanel', { name: 'Billing' })
    await user.click(within(billing).getByText(/2 of 2 data sets read/))
    expect(within(billing).getByText(/Invoice lines \(export\)/)).toBeVisible()
    expect(within(billing).getByText(/Blancco \(files\), Invoice lines from files/)).toBeVisible()
    expect(within(billing).queryByText(/Erasure reports/)).toBeNull()
    await user.click(screen.getByRole('tab', { name: 'Jobs and storage' }))
    const jobs = await screen.findByRole('tabpanel', { name: 'Jobs and storage' })
    await user.click(within(jobs).getByText(/1 of 1 data sets read/))
    expect(within(jobs).getByText(/Elements, Erasure reports/)).toBeVisible()
    expect(within(jobs).queryByText('Risk figures')).toBeNull()
  })

  it('keeps trials apart and says where no source told of a part', async () => {
    const { user } = renderApp('/customers/3?part=trials')
    const panel = await screen.findByRole('tabpanel', { name: 'Trials' })
    expect(within(panel).getByText('Backup')).toBeVisible()
    expect(within(panel).queryByText('Microsoft 365 E3')).toBeNull()
    await user.click(screen.getByRole('tab', { name: 'Service health' }))
    expect(await screen.findByText(/No connection of this customer has told of this yet/)).toBeVisible()
  })

  it('tells what changed', async () => {
    backend.on('get', '/customers/{id}/activity', {
      items: [
        {
          kind: 'bought',
          day: '2026-11-03',
          at: null,
          subject: 'Microsoft 365 E3',
          connection: 'Graph',
          before: 12,
          after: 15,
          undone: false,
          simulated: false,
        },
      ],
      total: 1,
    })
    renderApp('/customers/3?part=activity')
    expect(await screen.findByText('Microsoft 365 E3: 12 → 15 licences bought')).toBeVisible()
    expect(screen.getByText('2026-11-03')).toBeVisible()
  })

  it('marks what was typed in, and says why licences are not known', async () => {
    backend.on(
      'get',
      '/customers/{id}',
      makeDetail({
        id: 3,
        domain: 'typed.example',
        typed: ['domain'],
        seats_known: false,
        no_access: 'consent_missing',
      }),
    )
    renderApp('/customers/3')
    const panel = await screen.findByRole('tabpanel', { name: 'Overview' })
    const domain = within(panel).getByText('typed.example')
    expect(within(domain).getByText('typed')).toBeVisible()
    expect(within(panel).getAllByTitle(/no licences were read for this customer\. /)).toHaveLength(4)
  })

  it('says of each typed value when it was typed in', async () => {
    backend.on(
      'get',
      '/customers/{id}',
      makeDetail({
        id: 3,
        subscription_rows: [
          makeSubscription({
            unit_price: '5',
            price_source: 'typed',
            term: 'P1Y',
            term_source: 'typed',
            typed_times: [
              { fact: 'term', typed_at: '2026-11-02T09:30:00Z' },
              { fact: 'unit_price', typed_at: '2026-11-03T09:30:00Z' },
            ],
          }),
        ],
      }),
    )
    backend.on('get', '/customers/{id}/facts', {
      items: [{ field: 'phone', typed: '+41 44 1', typed_at: '2026-11-04T09:30:00Z', given: '' }],
      total: 1,
    })
    const { router } = renderApp('/customers/3')
    expect(await screen.findByTitle(/Typed in on 2026-11-04/)).toHaveTextContent('+41 44 1')
    await router.navigate({ to: '/customers/$id', params: { id: '3' }, search: { part: 'subscriptions' } })
    expect(await screen.findByTitle(/Typed in on 2026-11-02/)).toHaveTextContent('1 year')
    expect(screen.getByTitle(/Typed in on 2026-11-03/)).toHaveTextContent('per month')
  })

  it('saves everything known of the customer', async () => {
    const SaveExport = vi.fn(() => Promise.resolve(''))
    vi.stubGlobal('runtime', { EventsOn: () => () => undefined })
    vi.stubGlobal('go', { desktop: { Window: { SaveExport } } })
    const { user } = renderApp('/customers/3')
    await user.click(await screen.findByRole('button', { name: 'Customer file' }))
    expect(SaveExport).toHaveBeenCalledWith({ kind: 'customer', format: 'xlsx', customer_id: 3, language: 'en' })
    vi.unstubAllGlobals()
  })

  it('offers to give a consent that is missing', async () => {
    const missing = {
      connection_id: 5,
      connection: 'Graph',
      vendor: 'microsoft' as const,
      customer_id: 3,
      customer: 'Contoso AG',
      kind: 'consent' as const,
      name: '',
      state: 'missing' as const,
      record_id: 41,
      consent: { app: 'app-4711', scopes: ['Organization.Read.All'] },
      seen_at: null,
      expires_at: null,
      days_left: null,
      extends: false,
    }
    backend.on('get', '/access', { items: [missing], total: 1 })
    const records = [{ ...record, id: 41, no_access: 'consent_missing' }]
    backend.on('get', '/customers/{id}', makeDetail({ id: 3, records }))
    renderApp('/customers/3')
    expect(await screen.findByRole('button', { name: 'Approve the app at Contoso AG here' })).toBeVisible()
  })

  it('leads to the templates of a connection that has no link yet', async () => {
    backend.on('get', '/customers/{id}', makeDetail({ id: 3, records: [record] }))
    backend.on('get', '/customers/{id}/portal-links', { items: [], total: 0 })
    backend.on('get', '/connections/{id}/portal-links', {
      items: [{ key: 'home', name: 'Management Portal', url: '', default: '' }],
      total: 1,
    })
    const { user } = renderApp('/customers/3')
    await user.click(await screen.findByRole('button', { name: 'Open in portal' }))
    await user.click(await screen.findByRole('menuitem', { name: 'Edit links of Blancco Contoso…' }))
    expect(await screen.findByRole('textbox', { name: 'Address of Management Portal' })).toHaveValue('')
  })

  it('leads to portals by links of their own', async () => {
    const link = { connection_id: 1, connection: 'Graph', vendor: 'microsoft' as const, copy: '', given: false }
    backend.on('get', '/customers/{id}/portal-links', {
      items: [{ ...link, key: 'exchange', name: 'Exchange admin', url: 'https://admin.example/?x=1' }],
      total: 1,
    })
    const { user } = renderApp('/customers/3')
    ;(await screen.findByRole('button', { name: 'Open in portal' })).focus()
    await user.keyboard('{Enter}')
    const item = await screen.findByRole('menuitem', { name: 'Exchange admin' })
    expect(item).toHaveAttribute('href', 'https://admin.example/?x=1')
    expect(item).toHaveAttribute('target', '_blank')
    expect(item.getAttribute('rel')).toContain('noopener')
  })

  it('leads to the vendor’s page for a new service request, where there is one', async () => {
    const link = { connection: 'Graph', vendor: 'microsoft' as const, copy: '', given: false, name: 'Requests' }
    backend.on('get', '/customers/{id}/portal-links', {
      items: [
        { ...link, connection_id: 1, key: 'support', url: 'https://admin.example/?x=Support' },
        { ...link, connection_id: 1, key: 'exchange', url: 'https://admin.example/?x=1' },
      ],
      total: 2,
    })
    renderApp('/customers/3?part=requests')
    const to = await screen.findByRole('link', { name: 'New service request at Graph' })
    expect(to).toHaveAttribute('href', 'https://admin.example/?x=Support')
    expect(to.getAttribute('rel')).toContain('noopener')
    expect(screen.getAllByRole('link', { name: /^New service request/ })).toHaveLength(1)
  })

  it('asks who holds a licence where the vendor tells, and forgets it', async () => {
    const webex = { ...pool, id: 7, vendor: 'webex' as const, assigned: 4, synced_at: read.last_ok_at }
    backend.on(
      'get',
      '/customers/{id}',
      makeDetail({ id: 3, pools: [webex, { ...pool, id: 8, product: 'Backup', vendor: 'avepoint' }] }),
    )
    backend.on('get', '/pools/{id}/assigned-users', {
      read_at: read.last_ok_at,
      workspaces: 2,
      items: [
        { key: 'B', name: 'Zoe', email: 'zoe@contoso.example', external: false },
        { key: 'A', name: 'Ada', email: 'ada@else.example', external: true },
      ],
    })
    const { user } = renderApp('/customers/3')
    await user.click(await screen.findByRole('button', { name: 'Assigned users' }))
    const table = await screen.findByRole('table', { name: 'Assigned users: Calling' })
    const rows = within(table).getAllByRole('row').slice(1)
    expect(rows.map((row) => row.textContent)).toEqual(['Ada Externalada@else.example', 'Zoe zoe@contoso.example'])
    expect(screen.getByText(/^2 people hold this licence/)).toBeVisible()
    expect(screen.getByText('2 further seats are held by workspaces')).toBeVisible()
    backend.fail('get', '/pools/{id}/assigned-users', { status: 409, code: 'conflict', key: 'personal_data_off' })
    await user.keyboard('{Escape}')
    await user.click(screen.getByRole('button', { name: 'Assigned users' }))
    expect(await screen.findByText(texts.error.personal_data_off)).toBeVisible()
    expect(screen.queryByText('Zoe')).toBeNull()
  })
})
