import { screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeBackend } from '../test/fake-backend'
import { renderApp } from '../test/render'
import { makeSubscription } from '../test/samples'

const SaveExport = vi.fn(() => Promise.resolve(''))
let backend: FakeBackend

beforeEach(() => {
  localStorage.clear()
  SaveExport.mockClear()
  vi.stubGlobal('runtime', { EventsOn: () => () => undefined })
  vi.stubGlobal('go', { desktop: { Window: { SaveExport } } })
  backend = new FakeBackend()
  backend.on('get', '/subscriptions', { items: [makeSubscription({ id: 1, customer: 'Contoso' })], total: 1234 })
})

afterEach(() => vi.unstubAllGlobals())

type User = ReturnType<typeof renderApp>['user']

async function open(user: User) {
  await screen.findByText('Contoso')
  await user.click(screen.getByRole('button', { name: 'Export' }))
  return within(await screen.findByRole('menu'))
}

const shown = [
  'customer',
  'product',
  'status',
  'quantity',
  'assigned',
  'term_end_on',
  'days_left',
  'at_term_end',
  'term',
]

describe('the choice of an export', () => {
  it('writes all columns and the filtered rows until something else is chosen, and keeps what was chosen', async () => {
    const { user, router } = renderApp('/licences?search=e3&gone=true&sort=product')
    const menu = await open(user)
    expect(menu.getByRole('menuitemradio', { name: 'All columns' })).toBeChecked()
    expect(menu.getByRole('menuitemradio', { name: 'Filtered rows (1,234)' })).toBeChecked()
    await user.click(menu.getByRole('menuitem', { name: 'CSV file' }))
    const request = { kind: 'subscriptions', format: 'csv', language: 'en' }
    const list = { gone: true, sort: 'product' }
    expect(SaveExport).toHaveBeenLastCalledWith({ ...request, filter: { ...list, search: 'e3' } })

    await open(user)
    await user.click(screen.getByRole('menuitemradio', { name: 'Visible columns' }))
    await user.click(screen.getByRole('menuitemradio', { name: 'All rows' }))
    await user.click(screen.getByRole('menuitem', { name: 'CSV file' }))
    const columns = [...shown, 'unit_price', 'vendor', 'synced_at']
    expect(SaveExport).toHaveBeenLastCalledWith({ ...request, filter: list, columns })

    await router.navigate({ to: '/imports' })
    await screen.findByRole('heading', { level: 1, name: 'Imports' })
    await router.navigate({ to: '/licences', search: { figure: 'missing_price' } })
    const again = await open(user)
    expect(again.getByRole('menuitemradio', { name: 'Visible columns' })).toBeChecked()
    expect(again.getByRole('menuitemradio', { name: 'All rows' })).toBeChecked()
  })

  it('has only columns to choose from where the list is not narrowed down, and follows the column chooser', async () => {
    localStorage.setItem('tenantry.export-visible-columns', 'true')
    localStorage.setItem('tenantry.export-all-rows', 'true')
    const { user } = renderApp('/licences?sort=product')
    await screen.findByText('Contoso')
    await user.click(screen.getByRole('button', { name: 'Columns' }))
    await user.click(await screen.findByRole('checkbox', { name: 'Status' }))
    await user.keyboard('{Escape}')
    const menu = await open(user)
    expect(within(menu.getByRole('group', { name: 'Columns' })).getAllByRole('menuitemradio')).toHaveLength(2)
    expect(menu.queryByRole('group', { name: 'Rows' })).toBeNull()
    await user.click(menu.getByRole('menuitem', { name: 'Excel workbook' }))
    const columns = [...shown.filter((id) => id !== 'status'), 'unit_price', 'vendor', 'synced_at']
    expect(SaveExport).toHaveBeenLastCalledWith(
      expect.objectContaining({ kind: 'subscriptions', filter: { sort: 'product' }, columns }),
    )
    await user.click(screen.getByRole('button', { name: 'Export' }))
    await user.click(await screen.findByRole('menuitem', { name: 'Billing (CSV)' }))
    expect(SaveExport).toHaveBeenLastCalledWith({ kind: 'billing', format: 'csv', language: 'en' })
  })

  it('is made with the keyboard', async () => {
    const { user } = renderApp('/licences?search=e3')
    await screen.findByText('Contoso')
    screen.getByRole('button', { name: 'Export' }).focus()
    await user.keyboard('{Enter}')
    const visible = await screen.findByRole('menuitemradio', { name: 'Visible columns' })
    while (document.activeElement !== visible) await user.keyboard('{ArrowDown}')
    await user.keyboard('{Enter}')
    expect(visible).toBeChecked()
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{Enter}{ArrowDown}{Enter}')
    expect(SaveExport).toHaveBeenCalledWith(
      expect.objectContaining({
        format: 'xlsx',
        filter: {},
        columns: expect.arrayContaining(['customer']) as string[],
      }),
    )
  })

  it('is not there where no table is', async () => {
    backend.fail('get', '/calendar/summary', { status: 500, code: 'internal', key: 'internal' })
    const { user } = renderApp('/calendar?view=month&vendor=webex')
    await user.click(await screen.findByRole('button', { name: 'Export' }))
    expect(await screen.findByRole('menuitem', { name: 'CSV file' })).toBeVisible()
    expect(screen.queryByRole('menuitemradio')).toBeNull()
  })
})
