import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ManyError } from '../../api/connections'
import { FakeBackend } from '../../test/fake-backend'
import { renderApp } from '../../test/render'
import { makeConnection, makeRun, makeVendor } from '../../test/sync-samples'

let backend: FakeBackend

const blancco = makeVendor({
  vendor: 'blancco',
  name: 'Blancco',
  fields: [
    { name: 'customer', kind: 'text', required: true, secret: false, advanced: false },
    { name: 'api_key', kind: 'text', required: true, secret: true, advanced: false },
  ],
})

const tenant = (n: number, change = {}) =>
  makeConnection({ id: 100 + n, vendor: 'blancco', name: `Tenant ${n}`, records: 1, ...change })

function connected(tenants: ReturnType<typeof makeConnection>[]) {
  const items = [makeConnection({}), ...tenants]
  backend.on('get', '/connections', { items, total: items.length })
}

beforeEach(() => {
  backend = new FakeBackend()
  backend.on('get', '/vendors', { items: [makeVendor({}), blancco], total: 2 })
  connected([])
})

describe('many connections', () => {
  it('names what is wrong by row and column, saves nothing, and takes the good ones when told to', async () => {
    const wrong: ManyError[] = [
      { row: 3, column: 'api_key', name: 'Birke', error_key: 'api_key_refused', error_params: {} },
      {
        row: 5,
        column: 'customer',
        name: '',
        error_key: 'field_required',
        error_params: { field: 'blancco.customer' },
      },
    ]
    backend.on('post', '/connections/many', ({ body }) => ({
      good: 2,
      wrong,
      created: (body as { good_only: boolean }).good_only ? [tenant(1), tenant(2)] : [],
    }))
    const { user } = renderApp('/connections')
    await user.click(await screen.findByRole('link', { name: 'Add many' }))
    const dialog = await screen.findByRole('dialog', { name: 'Add many' })
    expect(within(dialog).getByText(/without: Name, Customer, API key/)).toBeInTheDocument()
    await user.click(within(dialog).getByRole('textbox', { name: /Table/ }))
    await user.paste('Alder\tAlder\tk1')
    await user.click(within(dialog).getByRole('button', { name: 'Save' }))
    const alert = await within(dialog).findByRole('alert')
    expect(alert).toHaveTextContent('2 rows are wrong. Nothing was saved.')
    const [, first, second] = within(alert).getAllByRole('row')
    expect(first).toHaveTextContent(/3.*Birke.*API key.*does not accept this API key/)
    expect(second).toHaveTextContent(/5.*Customer is missing/)
    expect(backend.asked('post', '/connections/many')[0]?.body).toEqual({
      vendor: 'blancco',
      table: 'Alder\tAlder\tk1',
      check: true,
      good_only: false,
    })
    await user.click(within(dialog).getByRole('button', { name: 'Save the 2 good ones' }))
    expect(await within(dialog).findByRole('status')).toHaveTextContent('2 connections are saved.')
    expect(within(dialog).getByRole('alert')).toHaveTextContent('2 rows were left out.')
    expect(within(dialog).queryByRole('button', { name: 'Save' })).not.toBeInTheDocument()
  })

  it('reads a file and closes when everything is saved', async () => {
    backend.on('post', '/connections/many', { good: 1, wrong: [], created: [tenant(1)] })
    const { user } = renderApp('/connections?edit=many')
    const dialog = await screen.findByRole('dialog')
    const input = document.querySelector<HTMLInputElement>('input[type="file"]')
    if (!input) throw new Error('no file can be chosen')
    await user.upload(input, new File(['name;customer;key\nA;Alder;k1'], 'tenants.csv', { type: 'text/csv' }))
    await waitFor(() =>
      expect(within(dialog).getByRole('textbox', { name: /Table/ })).toHaveValue('name;customer;key\nA;Alder;k1'),
    )
    await user.click(within(dialog).getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
  })

  it('puts more than five connections of a vendor into a group that tells how they are', async () => {
    const tenants = [1, 2, 3, 4, 5, 6, 7].map((n) => tenant(n))
    tenants[1] = tenant(2, { state: 'sign_in', last_run: makeRun({ state: 'failed' }) })
    connected(tenants)
    backend.on('post', '/sync', { runs: [], skipped: [] })
    const { user } = renderApp('/connections')
    const head = await screen.findByRole('button', { name: 'Blancco · 7 connections' })
    expect(head).toHaveAttribute('aria-expanded', 'false')
    const line = head.closest('tr')
    expect(line).toHaveTextContent(/1 Sign in again.*6 Ready.*7.*1 last sync incomplete/)
    expect(screen.queryByRole('link', { name: 'Tenant 1' })).not.toBeInTheDocument()
    expect(screen.getByRole('link', { name: 'Webex north' })).toBeInTheDocument()
    await user.click(head)
    expect(screen.getByRole('link', { name: 'Tenant 7' })).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Sync all connections to Blancco' }))
    await waitFor(() => expect(backend.asked('post', '/sync')).toHaveLength(1))
    expect(backend.asked('post', '/sync')[0]?.body).toMatchObject({
      connection_ids: [101, 102, 103, 104, 105, 106, 107],
    })
  })

  it('leaves five connections of a vendor as they are', async () => {
    connected([1, 2, 3, 4, 5].map((n) => tenant(n)))
    renderApp('/connections')
    expect(await screen.findByRole('link', { name: 'Tenant 5' })).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: /connections$/ })).not.toBeInTheDocument()
  })
})
