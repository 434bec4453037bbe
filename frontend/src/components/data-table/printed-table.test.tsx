import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeBackend } from '../../test/fake-backend'
import { renderApp } from '../../test/render'
import { makeOperations, makeOperationsSummary } from '../../test/operations-samples'

let backend: FakeBackend

const names = Array.from({ length: 3 }, (_, n) => `Customer ${n}`)

beforeEach(() => {
  localStorage.clear()
  backend = new FakeBackend()
  const items = names.map((name, n) => makeOperations({ id: n + 1, name }))
  backend.on('get', '/operations', { items, total: 5000 })
  backend.on('get', '/operations/summary', makeOperationsSummary({}))
})

afterEach(() => vi.unstubAllGlobals())

describe('a table on paper', () => {
  it('holds the rows from the first one on in words, says how many there are, and is gone afterwards', async () => {
    renderApp('/operations')
    await screen.findByText('Customer 0')
    act(() => void fireEvent(window, new Event('beforeprint')))
    const sheet = screen.getByText('The first 3 of 5,000 rows. An export holds all.').parentElement!
    const rows = within(within(sheet).getByRole('table', { hidden: true })).getAllByRole('row', { hidden: true })
    expect(rows.slice(1).map((row) => row.children[0]?.textContent)).toEqual(names)
    act(() => void fireEvent(window, new Event('afterprint')))
    expect(screen.queryByText(/An export holds all/)).not.toBeInTheDocument()
  })

  it.each(['the keys', 'the menu'])('is fetched before it is printed by %s', async (by) => {
    const print = vi.fn(() => window.dispatchEvent(new Event('beforeprint')))
    vi.stubGlobal('print', print)
    const { user } = renderApp('/operations')
    await screen.findByText('Customer 0')
    if (by === 'the keys') await user.keyboard('{Control>}p{/Control}')
    else {
      await user.click(screen.getByRole('button', { name: 'Export' }))
      await user.click(await screen.findByRole('menuitem', { name: 'Print' }))
    }
    await waitFor(() => expect(print).toHaveBeenCalled())
    const limits = backend.asked('get', '/operations').map((call) => call.query.get('limit'))
    expect(limits).toEqual(['200', '2000'])
    expect(screen.getByText(/An export holds all/)).toBeInTheDocument()
  })
})
