import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { FakeBackend } from '../../test/fake-backend'
import { renderApp } from '../../test/render'
import { makeCustomer, makeDetail, makeSession } from '../../test/samples'
import type { Run } from '../../api/sync'
import { makeConnection, makeRun } from '../../test/sync-samples'
import { sortRuns } from './sync-tray'

let backend: FakeBackend

beforeEach(() => {
  localStorage.clear()
  backend = new FakeBackend()
  backend.on('get', '/customers', { items: [makeCustomer({ id: 5, name: 'Fabrikam' })], total: 1 })
  backend.on('get', '/customers/{id}', makeDetail({ id: 5, name: 'Fabrikam' }))
})

describe('shell', () => {
  it('limits every page to one customer and keeps the limit across pages', async () => {
    const { user, router } = renderApp('/dashboard')
    await user.click(await screen.findByRole('button', { name: 'Scope: All customers' }))
    await user.click(await screen.findByRole('option', { name: 'Fabrikam' }))
    await waitFor(() => expect(backend.asked('get', '/dashboard').at(-1)?.query.get('customer_id')).toBe('5'))
    await user.click(
      within(screen.getByRole('navigation', { name: 'Main navigation' })).getByRole('link', { name: 'Licences' }),
    )
    expect(router.state.location.search).toEqual({ customer: 5 })
    await user.click(screen.getByRole('button', { name: 'Scope: Fabrikam' }))
    await user.click(await screen.findByRole('option', { name: 'All customers' }))
    expect(router.state.location.search).toEqual({})
  })

  it('limits every page to the customers with a tag, names it in the title and keeps it across pages', async () => {
    backend.on('get', '/tags/counts', { items: [{ name: 'Gold', customers: 12 }], total: 1 })
    const { user, router } = renderApp('/dashboard?family=meetings&open=5')
    await user.click(await screen.findByRole('button', { name: 'Scope: All customers' }))
    await user.type(await screen.findByRole('textbox', { name: 'Search customers and tags' }), 'go')
    await user.click(await screen.findByRole('option', { name: 'Gold 12 customers' }))
    await waitFor(() => expect(backend.asked('get', '/dashboard').at(-1)?.query.get('tag')).toBe('Gold'))
    expect(router.state.location.search).toEqual({ family: 'meetings', tag: 'Gold' })
    expect(document.title).toBe('Dashboard – Gold – Tenantry')
    await user.click(
      within(screen.getByRole('navigation', { name: 'Main navigation' })).getByRole('link', { name: 'Calendar' }),
    )
    expect(router.state.location.search).toEqual({ tag: 'Gold' })
    await waitFor(() => expect(backend.asked('get', '/calendar').at(-1)?.query.get('tag')).toBe('Gold'))
    await user.click(screen.getByRole('button', { name: 'Scope: Gold' }))
    await user.click(await screen.findByRole('option', { name: 'Fabrikam' }))
    expect(router.state.location.search).toEqual({ customer: 5 })
  })

  it('sets a tag by the palette, and leaves the page of a customer for it', async () => {
    backend.on('get', '/tags/counts', { items: [{ name: 'Gold', customers: 12 }], total: 1 })
    const { user, router } = renderApp('/customers/5')
    await screen.findByRole('heading', { level: 1, name: 'Fabrikam' })
    await user.keyboard('{Control>}k{/Control}')
    await user.type(await screen.findByRole('combobox', { name: /Search pages/ }), 'gold')
    await user.click(await screen.findByRole('option', { name: /Only customers with the tag “Gold”/ }))
    await waitFor(() => expect(router.state.location.pathname).toBe('/customers'))
    expect(router.state.location.search).toEqual({ tag: 'Gold' })
  })

  it('finds pages, customers and actions from the palette', async () => {
    const { user, router } = renderApp('/')
    await screen.findByRole('heading', { level: 1 })
    await user.keyboard('{Control>}k{/Control}')
    await user.type(await screen.findByRole('combobox', { name: /Search pages/ }), 'fab')
    await screen.findByRole('option', { name: /Fabrikam/ })
    await user.keyboard('{Enter}')
    expect(router.state.location.search).toEqual({ open: 5 })
  })

  it('lists what holds a customer’s name after the customer, never in its place', async () => {
    backend.on('get', '/connections', { items: [makeConnection({ id: 4, name: 'Blancco Fabrikam' })], total: 1 })
    const { user } = renderApp('/settings')
    await screen.findByRole('heading', { level: 1 })
    await user.keyboard('{Control>}k{/Control}')
    await user.type(await screen.findByRole('combobox', { name: /Search pages/ }), 'fab')
    await screen.findByRole('option', { name: 'Sync Blancco Fabrikam now' })
    const list = within(screen.getByRole('listbox', { name: 'Search and commands' }))
    expect(list.getAllByRole('option')[0]).toHaveTextContent(/^Fabrikam/)
  })

  it('puts what was run last in front, and syncs one connection', async () => {
    backend
      .on('get', '/connections', { items: [makeConnection({ id: 4, name: 'Webex north' })], total: 1 })
      .on('get', '/customers', { items: [], total: 0 })
      .on('post', '/sync', { runs: [], skipped: [] })
    const { user } = renderApp('/settings')
    await screen.findByRole('heading', { level: 1 })
    await user.keyboard('{Control>}k{/Control}')
    await user.type(await screen.findByRole('combobox', { name: /Search pages/ }), 'north now')
    await screen.findByRole('option', { name: 'Sync Webex north now' })
    await user.keyboard('{Enter}')
    await waitFor(() => expect(backend.asked('post', '/sync')[0]?.body).toMatchObject({ connection_ids: [4] }))
    await user.keyboard('{Control>}k{/Control}')
    await screen.findByRole('combobox', { name: /Search pages/ })
    expect(screen.getByText('Recent')).toBeVisible()
    const list = within(screen.getByRole('listbox', { name: 'Search and commands' }))
    expect(list.getAllByRole('option')[0]).toHaveTextContent('Sync Webex north now')
  })

  it('says on every page that data are invented, and leaves them with one click', async () => {
    backend
      .on('get', '/session', makeSession({ sample: true, sample_progress: { done: 3, total: 13 } }))
      .on('delete', '/sample', () => undefined)
    const { user } = renderApp('/settings')
    expect(await screen.findByText(/these customers are invented/)).toBeVisible()
    expect(screen.getByText(/3 of 13/)).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Leave sample data' }))
    expect(backend.asked('delete', '/sample')).toHaveLength(1)
  })

  it('keeps the last error in the tray until it is dismissed', async () => {
    const failed = makeRun({ id: 3, state: 'failed', error_key: 'unauthorized' })
    backend.on('get', '/runs', { items: [failed], total: 1 })
    const { user } = renderApp('/settings')
    await user.click(await screen.findByRole('button', { name: 'Sync status' }))
    expect(await screen.findByText(/refused the sign-in/)).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Dismiss message of Microsoft' }))
    await waitFor(() => expect(screen.queryByText(/refused the sign-in/)).not.toBeInTheDocument())
  })

  it('has a way back from an address that does not exist', async () => {
    renderApp('/nowhere')
    const main = await screen.findByRole('main')
    expect(await within(main).findByRole('link', { name: 'Home' })).toBeVisible()
  })
})

describe('the tray', () => {
  it('forgets an old failure once the connection was read well, or runs again', () => {
    const failed = makeRun({ id: 3, state: 'failed' })
    expect(sortRuns([makeRun({ id: 4 }), failed], []).failed).toEqual([])
    expect(sortRuns([failed, makeRun({ id: 2 })], []).failed).toEqual([failed])
    expect(sortRuns([makeRun({ id: 4, state: 'running' }), failed], []).failed).toEqual([])
    expect(sortRuns([failed], [3]).failed).toEqual([])
  })

  it('is well only where everything was read, and lately', () => {
    const now = Date.parse('2026-11-20T08:00:00Z')
    const at = (id: number, state: Run['state'], ended_at: string) =>
      makeRun({ id, connection_id: id, state, ended_at })
    const good = at(1, 'done', '2026-11-20T02:00:00Z')
    expect(sortRuns([good], [], now).standing).toBe('well')
    expect(sortRuns([good, at(2, 'failed', '2026-11-20T02:00:00Z')], [2], now).standing).toBe('incomplete')
    expect(sortRuns([good, at(2, 'cancelled', '2026-11-20T02:00:00Z')], [], now).standing).toBe('incomplete')
    expect(sortRuns([good, at(2, 'done', '2026-11-18T07:59:00Z')], [], now).standing).toBe('stale')
  })
})
