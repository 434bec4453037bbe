import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { FakeBackend } from '../../test/fake-backend'
import { makeLicence, makeLicenceSummary } from '../../test/licences-samples'
import { renderApp } from '../../test/render'
import { makeSubscription } from '../../test/samples'

let backend: FakeBackend

const link = (connection: number, name: string) => ({
  connection_id: connection,
  connection: `Hub ${connection}`,
  vendor: 'webex' as const,
  key: name,
  name,
  url: `https://portal.example/${name}`,
  copy: '',
  given: true,
})

beforeEach(() => {
  localStorage.clear()
  backend = new FakeBackend()
  const rows = [1, 1, 2].map((customer, n) =>
    makeSubscription({
      id: n + 1,
      customer_id: customer,
      customer: `Customer ${customer}`,
      product: `P${n}`,
      connection_id: 5,
    }),
  )
  backend.on('get', '/subscriptions', { items: rows, total: 3 })
  backend.on('get', '/customers/{id}/portal-links', { items: [link(5, 'Own'), link(6, 'Other')], total: 2 })
})

describe('a table by keyboard', () => {
  it.each(['{Shift>}{F10}{/Shift}', '{ContextMenu}'])('offers by %s what a right click does', async (keys) => {
    const { user, router } = renderApp('/licences')
    await screen.findByText('P2')
    const grid = screen.getByRole('grid')
    grid.focus()
    await user.keyboard(`{End}${keys}`)
    const menu = within(await screen.findByRole('menu'))
    expect(await menu.findByRole('menuitem', { name: 'Own' })).toHaveAttribute('href', 'https://portal.example/Own')
    expect(menu.queryByRole('menuitem', { name: 'Other' }), 'of another connection').toBeNull()
    expect(backend.asked('get', '/customers/2/portal-links')).toHaveLength(1)
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('menu')).toBeNull())
    expect(grid).toHaveFocus()
    await user.keyboard(keys)
    await user.click(await screen.findByRole('menuitem', { name: 'Open' }))
    await waitFor(() => expect(router.state.location.search).toEqual({ line: 3 }))
  })

  it('makes a column wider and narrower, from its heading and where columns are chosen', async () => {
    const { user } = renderApp('/licences')
    await screen.findByText('P2')
    const grid = screen.getByRole('grid')
    const width = () => /(\d+)px 130px/.exec(grid.style.getPropertyValue('--columns'))?.[1]
    expect(width()).toBe('210')
    await user.click(screen.getByRole('button', { name: 'Columns' }))
    const product = await screen.findByRole('checkbox', { name: 'Product' })
    product.focus()
    await user.keyboard('{Alt>}{ArrowRight}{ArrowRight}{ArrowLeft}{/Alt}')
    expect(width()).toBe('226')
    await user.keyboard('{Escape}')
    const heading = within(grid).getByRole('button', { name: 'Product' })
    Object.defineProperty(heading.parentElement, 'offsetWidth', { value: 226 })
    fireEvent.keyDown(heading, { key: 'ArrowLeft', altKey: true })
    expect(width()).toBe('210')
    fireEvent.keyDown(heading, { key: 'ArrowLeft' })
    expect(width()).toBe('210')
  })
})

describe('groups of a table', () => {
  const groups = {
    items: [
      { customer_id: 1, customer: 'Customer 1', rows: 2 },
      { customer_id: 0, customer: '', rows: 1 },
    ],
    total: 2,
  }

  it('all close and open at once', async () => {
    backend.on('get', '/subscriptions/groups', groups)
    const { user } = renderApp('/licences')
    await screen.findByRole('button', { name: 'Customer 1', expanded: true })
    expect(screen.getByRole('button', { name: 'Expand all' })).toBeDisabled()
    await user.click(screen.getByRole('button', { name: 'Collapse all' }))
    await waitFor(() => expect(screen.queryAllByText(/^P\d$/)).toHaveLength(0))
    expect(screen.getByRole('button', { name: 'Without a customer', expanded: false })).toBeVisible()
    expect(screen.getByRole('button', { name: 'Collapse all' })).toBeDisabled()
    await user.click(screen.getByRole('button', { name: 'Expand all' }))
    await waitFor(() => expect(screen.queryAllByText(/^P\d$/)).toHaveLength(3))
  })

  it('are those of a section while it is sorted by customer', async () => {
    const rows = [1, 1, 0].map((customer_id, n) => makeLicence({ id: n + 1, customer_id, product: `P${n}` }))
    backend.on('get', '/licences/expiring' as '/licences/{section}', { items: rows, total: 3 })
    backend.on('get', '/licences/expiring/summary' as '/licences/{section}/summary', makeLicenceSummary({}))
    backend.on('get', '/licences/\\w+/groups' as '/licences/{section}/groups', groups)
    const { user } = renderApp('/licences?view=expiring&search=p')
    await screen.findByText('P2')
    expect(screen.queryByRole('button', { name: 'Collapse all' })).toBeNull()
    await user.click(within(screen.getByRole('grid')).getByRole('button', { name: 'Customer' }))
    expect(await screen.findByRole('button', { name: 'Customer 1', expanded: true })).toBeVisible()
    expect(backend.asked('get', '/licences/expiring/groups').at(-1)?.query.get('search')).toBe('p')
  })
})
