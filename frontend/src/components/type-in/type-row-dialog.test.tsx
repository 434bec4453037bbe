import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ImportResult } from '../../api/imports'
import { FakeBackend } from '../../test/fake-backend'
import { makeOperationsSummary } from '../../test/operations-samples'
import { renderApp } from '../../test/render'
import { makeCustomer } from '../../test/samples'
import { problemsByField } from './row-fields'

let backend: FakeBackend

function answer(change: Partial<ImportResult>): ImportResult {
  const done = {
    id: 0,
    file_name: 'Typed in: Contoso',
    file_hash: 'h',
    kind: 'licence-pools' as const,
    vendor: 'blancco' as const,
    connection_id: 3,
    connection: 'Blancco (files)',
    mapping: '{}',
    rows: 1,
    added: 0,
    changed: 0,
    unchanged: 0,
    skipped: 0,
    notes: 0,
    created_at: '2026-11-20T08:00:00Z',
    undone_at: null,
  }
  return { import: done, stored: false, problems: [], total: 0, preview: [], ...change }
}

const problem = { line: 2, column: '', value: '', key: 'value_missing', params: {}, note: false }

beforeEach(() => {
  localStorage.clear()
  backend = new FakeBackend()
  backend.on('get', '/pools', { items: [], total: 0 })
  backend.on('get', '/customers', { items: [makeCustomer({ id: 7, name: 'Contoso' })], total: 1 })
})

describe('one row typed in', () => {
  it('says at each field what is wrong, stores the row for the customer chosen and takes it back', async () => {
    backend.on(
      'post',
      '/imports/rows',
      answer({
        problems: [
          { ...problem, field: 'assigned' },
          { ...problem, field: 'bought', key: 'integer_invalid', value: 'ten' },
        ],
        total: 2,
      }),
    )
    const { user } = renderApp('/licences?view=pools')
    await user.click(await screen.findByRole('button', { name: 'Type in a licence pool' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Type in a licence pool' }))
    expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled()
    await user.click(dialog.getByRole('combobox', { name: 'Customer' }))
    await user.click(await screen.findByRole('option', { name: 'Contoso' }))
    await user.type(dialog.getByRole('textbox', { name: 'Product' }), ' Drive Eraser ')
    await user.type(dialog.getByRole('textbox', { name: 'Bought' }), 'ten')
    await user.click(dialog.getByRole('button', { name: 'Save' }))
    await waitFor(() =>
      expect(dialog.getByRole('textbox', { name: 'Bought' })).toHaveAccessibleDescription('“ten” is no whole number.'),
    )
    expect(dialog.getByRole('textbox', { name: 'Assigned' })).toHaveAccessibleDescription(
      'A value that is needed is missing.',
    )
    expect(dialog.getByRole('textbox', { name: 'Product' })).toBeValid()
    backend.on('post', '/imports/rows', answer({ stored: true, import: { ...answer({}).import, id: 12, added: 1 } }))
    backend.on('post', '/imports/{id}/undo', { import: answer({}).import, restored: 1, kept: [] })
    await user.clear(dialog.getByRole('textbox', { name: 'Bought' }))
    await user.type(dialog.getByRole('textbox', { name: 'Bought' }), '10')
    await user.type(dialog.getByRole('textbox', { name: 'Assigned' }), '4')
    await user.click(dialog.getByRole('button', { name: 'Save' }))
    const message = (await screen.findByText('The row was typed in.')).parentElement!
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(backend.asked('post', '/imports/rows').at(-1)?.body).toEqual({
      kind: 'licence-pools',
      vendor: 'blancco',
      customer_id: 7,
      values: { product: 'Drive Eraser', bought: '10', assigned: '4' },
    })
    await user.click(within(message).getByRole('button', { name: 'Undo' }))
    await waitFor(() => expect(backend.asked('post', '/imports/12/undo')).toHaveLength(1))
  })

  it('asks for no customer where one is chosen, but for the vendor, and says when all is stored already', async () => {
    backend.on('get', '/operations/summary', makeOperationsSummary({}))
    backend.on('get', '/service-requests', { items: [], total: 0 })
    backend.on('post', '/imports/rows', answer({}))
    const { user } = renderApp('/operations?view=requests&customer=7')
    await user.click(await screen.findByRole('button', { name: 'Type in a service request' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Type in a service request' }))
    expect(dialog.queryByRole('combobox', { name: 'Customer' })).toBeNull()
    await user.type(dialog.getByRole('textbox', { name: 'Number' }), 'C-1')
    expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled()
    await user.click(dialog.getByRole('combobox', { name: 'Vendor' }))
    await user.click(await screen.findByRole('option', { name: /Blancco/ }))
    await user.click(dialog.getByRole('button', { name: 'Save' }))
    expect(await dialog.findByText('Exactly this is stored already.')).toBeVisible()
    expect(backend.asked('post', '/imports/rows')[0]?.body).toEqual({
      kind: 'service-requests',
      vendor: 'blancco',
      customer_id: 7,
      values: { number: 'C-1' },
    })
  })

  it('keeps what is wrong with no field in sight apart', () => {
    const of = (field: string, key: string) => ({ ...problem, field, key })
    const problems = [of('domain', 'a'), of('', 'b'), of('customer', 'c'), of('bought', 'd'), of('bought', 'e')]
    expect(problemsByField('licence-pools', problems, ({ key }) => key)).toEqual({
      '': 'a b',
      customer: 'c',
      bought: 'd e',
    })
  })
})
