import { notifications } from '@mantine/notifications'
import { screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { FakeBackend } from '../../test/fake-backend'
import { renderApp } from '../../test/render'
import { forgetOffers } from './undo'

let backend: FakeBackend

beforeEach(() => {
  localStorage.clear()
  notifications.clean()
  forgetOffers()
  const view = (id: number, name: string) => ({ id, page: 'calendar', name, query: {}, created_at: '' })
  backend = new FakeBackend()
    .on('get', '/calendar', { items: [], total: 0 })
    .on('get', '/calendar/summary', { from: '', to: '', states: [], days: [], totals: [], unpriced: 0, undated: 0 })
    .on('get', '/views', { items: [view(1, 'Ours'), view(2, 'Theirs')], total: 2 })
    .on('delete', '/views/{id}', ({ path }) => ({ undo: path.endsWith('1') ? 11 : 12 }))
    .on('post', '/undo/{id}', undefined)
})

const undone = () => backend.calls.filter(({ path }) => path.startsWith('/undo/')).map(({ path }) => path)

async function deleteViews(...names: string[]) {
  const app = renderApp('/calendar')
  await app.user.click(await screen.findByRole('button', { name: 'Views' }))
  for (const name of names) await app.user.click(await screen.findByRole('menuitem', { name: `Delete view ${name}` }))
  await waitFor(() => expect(screen.getAllByRole('button', { name: 'Undo' })).toHaveLength(names.length))
  return app
}

describe('what was changed', () => {
  it('is taken back by the button beside the sentence, which then goes', async () => {
    const { user } = await deleteViews('Ours')
    expect(screen.getByText('The view “Ours” was deleted.')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Undo' }))
    expect(await screen.findByText('Taken back: The view “Ours” was deleted.')).toBeVisible()
    expect(undone()).toEqual(['/undo/11'])
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull())
  })

  it('is taken back by keys, the latest first, and each once', async () => {
    const { user } = await deleteViews('Ours', 'Theirs')
    await user.keyboard('{Escape}{Control>}z{/Control}')
    await waitFor(() => expect(undone()).toEqual(['/undo/12']))
    await user.keyboard('{Control>}z{/Control}')
    await user.keyboard('{Control>}z{/Control}')
    await waitFor(() => expect(undone()).toEqual(['/undo/12', '/undo/11']))
  })

  it('stays while somebody writes: the key is that of the text field', async () => {
    const { user } = await deleteViews('Ours')
    await user.keyboard('{Escape}')
    await user.click(screen.getByRole('searchbox'))
    await user.keyboard('{Control>}z{/Control}')
    expect(undone()).toEqual([])
    await user.tab()
    await user.keyboard('{Control>}z{/Control}')
    await waitFor(() => expect(undone()).toEqual(['/undo/11']))
  })

  it('is said to stand where it cannot be taken back, with the reason', async () => {
    backend.fail('post', '/undo/{id}', { status: 404, code: 'not_found', key: 'undo_gone' })
    const { user } = await deleteViews('Ours')
    await user.click(screen.getByRole('button', { name: 'Undo' }))
    expect(
      await screen.findByText(/^This could not be taken back: The view “Ours” was deleted. This change can no longer/),
    ).toBeVisible()
  })
})
