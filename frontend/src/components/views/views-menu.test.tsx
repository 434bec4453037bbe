import { screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeBackend } from '../../test/fake-backend'
import { renderApp } from '../../test/render'
import { writeView } from './view-file'

let backend: FakeBackend

const summary = { from: '', to: '', states: [], days: [], totals: [], unpriced: 0, undated: 0 }

beforeEach(() => {
  localStorage.clear()
  backend = new FakeBackend()
  backend.on('get', '/calendar', { items: [], total: 0 }).on('get', '/calendar/summary', summary)
})

afterEach(() => {
  vi.unstubAllGlobals()
  window.history.replaceState(null, '', '/')
})

async function openViews(bindings: object, ClipboardSetText = vi.fn(() => Promise.resolve(true))) {
  vi.stubGlobal('runtime', { EventsOn: () => () => undefined, ClipboardSetText })
  vi.stubGlobal('go', { desktop: { Window: bindings } })
  const app = renderApp('/calendar?tag=gold&vendor=microsoft')
  await app.user.click(await screen.findByRole('button', { name: 'Views' }))
  return { ...app, ClipboardSetText }
}

describe('views in the window', () => {
  it('are saved by its dialog, under their name', async () => {
    const view = { id: 1, page: 'calendar', name: 'Ours', query: { vendor: 'microsoft' }, created_at: '' }
    backend.on('get', '/views', { items: [view], total: 1 })
    const SaveView = vi.fn(() => Promise.resolve('/home/ada/ours.json'))
    const { user } = await openViews({ SaveView })
    await screen.findByRole('menuitem', { name: 'Ours' })
    await user.click(screen.getByRole('menuitem', { name: /^Save to a file/ }))
    expect(await screen.findByText('Saved as /home/ada/ours.json')).toBeVisible()
    const text = writeView('calendar', 'Ours', { vendor: 'microsoft' })
    expect(SaveView).toHaveBeenCalledWith('tenantry-calendar.view.json', text, 'en')
  })

  it('are opened by its dialog, within the scope', async () => {
    const text = writeView('calendar', 'Ends', { state: 'ends' })
    const OpenView = vi.fn(() => Promise.resolve({ name: 'ends.json', text }))
    const { user, address } = await openViews({ OpenView })
    await user.click(await screen.findByRole('menuitem', { name: /^Load from a file/ }))
    await waitFor(() => expect(address()).toBe('/calendar?state=ends&tag=gold'))
    expect(OpenView).toHaveBeenCalledWith('en')
  })

  it('are linked to by what the palette opens', async () => {
    window.history.replaceState(null, '', '/calendar?state=ends')
    const { user, address, ClipboardSetText } = await openViews({})
    await user.click(await screen.findByRole('menuitem', { name: 'Copy link' }))
    expect(ClipboardSetText).toHaveBeenCalledWith('tenantry:/calendar?state=ends')
    await user.keyboard('{Control>}k{/Control}')
    const palette = await screen.findByRole('dialog')
    await user.click(within(palette).getByRole('combobox'))
    await user.paste('tenantry:/calendar?state=ends')
    await user.click(await screen.findByRole('option', { name: /Open this link/ }))
    await waitFor(() => expect(address()).toBe('/calendar?state=ends'))
  })
})
