import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ImportFile, ImportOptions, ImportResult, ImportRow } from '../../api/imports'
import { FakeBackend } from '../../test/fake-backend'
import { renderApp } from '../../test/render'

let backend: FakeBackend

const done: ImportRow = {
  id: 7,
  file_name: 'renewals.csv',
  file_hash: 'h',
  kind: 'subscriptions',
  vendor: 'webex',
  connection_id: null,
  connection: '',
  mapping: '{}',
  rows: 3,
  added: 0,
  changed: 2,
  unchanged: 0,
  skipped: 1,
  notes: 0,
  created_at: '2026-11-20T08:00:00Z',
  undone_at: null,
}

const file: ImportFile = {
  id: '77',
  name: 'renewals.csv',
  format: 'csv',
  dialect: { encoding: 'utf-8', bom: false, delimiter: ';' },
  sheets: [],
  sheet: '',
  header_row: 1,
  columns: [
    { index: 0, name: 'Kunde', blank: false, twice: false, samples: ['Contoso'] },
    { index: 1, name: 'Ablauf', blank: false, twice: false, samples: ['31.01.2027'] },
  ],
  kind: 'subscriptions',
  mapping: { columns: { customer: 'Kunde' }, constants: {}, date_order: '', decimal: '' },
  mapping_name: '',
  earlier: [done],
}

const tried: ImportResult = {
  import: { ...done, id: 0 },
  stored: false,
  problems: [
    {
      line: 3,
      column: 'Ablauf',
      field: 'term_end_on',
      value: '31.31.2027',
      key: 'date_invalid',
      params: {},
      note: false,
    },
  ],
  total: 1,
  preview: [{ line: 2, values: { customer: 'Contoso', term_end_on: '2027-01-31' } }],
}

beforeEach(() => {
  backend = new FakeBackend()
  backend
    .on('get', '/imports', { items: [done], total: 1 })
    .on('get', '/imports/kinds', {
      items: [
        {
          kind: 'subscriptions',
          needs_vendor: false,
          needs_connection: false,
          fields: [
            { name: 'customer', type: 'text', one_of: 'customer' },
            { name: 'term_end_on', type: 'date', one_of: '' },
          ],
        },
      ],
      total: 1,
    })
    .on('post', '/imports/files', file)
    .on('post', '/imports/files/{file}/run', (call) =>
      (call.body as { dry_run?: boolean }).dry_run ? tried : { ...tried, import: done, stored: true },
    )
    .on('delete', '/imports/files/{file}', () => undefined)
})

describe('imports', () => {
  it('leads from a file over its columns and problems to its rows', async () => {
    const { user, router } = renderApp('/imports')
    await screen.findByRole('button', { name: 'Import a file' })
    const input = document.querySelector<HTMLInputElement>('input[type=file]')
    if (!input) throw new Error('no file can be chosen')
    await user.upload(input, new File(['Kunde;Ablauf\n'], 'renewals.csv'))
    const dialog = await screen.findByRole('dialog', { name: 'renewals.csv' })
    expect(dialog).toHaveTextContent('This very file was imported on')
    expect(dialog).toHaveTextContent('Contoso')
    const column = within(dialog).getByRole('combobox', { name: 'Term end' })
    await user.click(column)
    const list = await waitFor(() => {
      const found = document.getElementById(column.getAttribute('aria-controls') ?? '')
      if (!found) throw new Error('no list of columns is open')
      return found
    })
    await user.click(within(list).getByRole('option', { name: 'Ablauf' }))
    await user.click(within(dialog).getByRole('button', { name: 'Check' }))
    expect(await within(dialog).findByText(/“31.31.2027” is no date/)).toBeInTheDocument()
    expect(within(dialog).getByText('2027-01-31')).toBeInTheDocument()
    expect(backend.asked('post', '/imports/files/77/run')[0]?.body).toMatchObject({
      kind: 'subscriptions',
      dry_run: true,
      mapping: { columns: { customer: 'Kunde', term_end_on: 'Ablauf' } },
    })
    await user.click(within(dialog).getByRole('button', { name: 'Import the good rows only' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
    expect(backend.asked('post', '/imports/files/77/run')[1]?.body).toMatchObject({ good_rows: true })
    expect(router.state.location.pathname).toBe('/imports')
  })

  it('reads the file anew as it is said to be written, and imports it so', async () => {
    backend.on('post', '/imports/files/{file}/describe', (call) => {
      const { delimiter = '', encoding = '', header_row = 0 } = call.body as ImportOptions
      return { ...file, header_row: header_row || 1, mapping: { ...file.mapping, delimiter, encoding, header_row } }
    })
    const { user } = renderApp('/imports')
    await screen.findByRole('button', { name: 'Import a file' })
    const input = document.querySelector<HTMLInputElement>('input[type=file]')
    if (!input) throw new Error('no file can be chosen')
    await user.upload(input, new File(['Kunde;Ablauf\n'], 'renewals.csv'))
    const dialog = await screen.findByRole('dialog', { name: 'renewals.csv' })
    expect(within(dialog).getByRole('combobox', { name: 'Delimiter' })).toHaveValue('Automatic: Semicolon')
    for (const [label, choice] of [
      ['Delimiter', 'Vertical bar'],
      ['Encoding', 'Windows-1252'],
    ] as const) {
      await user.click(within(dialog).getByRole('combobox', { name: label }))
      await user.click(await screen.findByRole('option', { name: choice, hidden: true }))
      await waitFor(() => expect(within(dialog).getByRole('combobox', { name: label })).toHaveValue(choice))
    }
    await user.type(within(dialog).getByRole('textbox', { name: 'Header row' }), '3')
    await user.tab()
    await waitFor(() => expect(backend.asked('post', '/imports/files/77/describe')).toHaveLength(3))
    expect(backend.asked('post', '/imports/files/77/describe')[2]?.body).toMatchObject({
      kind: 'subscriptions',
      delimiter: '|',
      encoding: 'windows-1252',
      header_row: 3,
    })
  })

  it('undoes an import after asking, and lists what stays', async () => {
    backend.on('post', '/imports/{id}/undo', {
      import: { ...done, undone_at: '2026-11-20T09:00:00Z' },
      restored: 1,
      kept: [
        { kind: 'subscriptions', customer: 'Contoso', what: 'Sub1', field: 'term_end_on', value: '2027-02-28' },
        { kind: 'subscriptions', customer: 'Contoso', what: 'Sub2', field: '', value: '' },
      ],
    })
    const { user } = renderApp('/imports')
    await user.click(await screen.findByRole('button', { name: 'Undo: renewals.csv' }))
    const dialog = await screen.findByRole('dialog')
    await user.click(within(dialog).getByRole('button', { name: 'Undo' }))
    expect(await screen.findByText(/Contoso, Sub1: Term end 2027-02-28; Contoso, Sub2$/)).toBeInTheDocument()
    expect(backend.asked('post', '/imports/7/undo')).toHaveLength(1)
  })

  it('shows what price lists say, sorted and searched by Go, with their file', async () => {
    backend.on('get', '/prices', {
      items: [
        {
          id: 1,
          vendor: 'webex',
          product: 'Meetings',
          term: 'P1Y',
          cost: '2.5',
          unit_price: '4',
          currency: 'EUR',
          price_period: 'month',
          valid_from: '2027-01-01',
          import_id: 7,
          file: 'list.csv',
          changed_at: '2026-11-20T08:00:00Z',
        },
      ],
      total: 1,
    })
    const { user, address } = renderApp('/imports')
    await user.click(await screen.findByRole('radio', { name: 'Prices' }))
    expect(await screen.findByRole('button', { name: 'Views' })).toBeVisible()
    expect(backend.asked('get', '/views')[0]?.query.get('page')).toBe('imports')
    const grid = await screen.findByRole('grid', { name: 'Prices' })
    const row = (await within(grid).findByText('Meetings')).closest<HTMLElement>('[role=row]')!
    for (const text of ['2.50 EUR', '4.00 EUR', 'per month', 'list.csv']) expect(row).toHaveTextContent(text)
    await user.click(within(grid).getByRole('button', { name: /Our cost/ }))
    expect(address()).toContain('sort=cost')
    await user.type(screen.getByRole('searchbox', { name: 'Search product, code, file' }), 'meet')
    await waitFor(() => {
      const query = new URLSearchParams(backend.asked('get', '/prices').at(-1)?.query)
      expect(Object.fromEntries(query)).toMatchObject({ sort: 'cost', search: 'meet' })
    })
    expect(screen.getByRole('button', { name: 'Export' })).toBeInTheDocument()
  })

  it('says what files are for when nothing was imported yet', async () => {
    backend.on('get', '/imports', { items: [], total: 0 })
    renderApp('/imports')
    expect(await screen.findByText('Nothing was imported yet')).toBeInTheDocument()
  })
})
