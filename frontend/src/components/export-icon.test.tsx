import { screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeKpis } from '../test/dashboard-samples'
import { FakeBackend } from '../test/fake-backend'
import { renderApp } from '../test/render'

const SaveExport = vi.fn(() => Promise.resolve(''))
let backend: FakeBackend

beforeEach(() => {
  localStorage.clear()
  SaveExport.mockClear()
  vi.stubGlobal('runtime', { EventsOn: () => () => undefined })
  vi.stubGlobal('go', { desktop: { Window: { SaveExport } } })
  backend = new FakeBackend()
})

afterEach(() => vi.unstubAllGlobals())

describe('the export of one part of a page', () => {
  it('saves the days of a chart that it shows, of the product group and the scope', async () => {
    backend.on('get', '/dashboard', makeKpis({}))
    backend.on('get', '/dashboard/trend', { points: [], step: 1, simulated: false })
    const { user } = renderApp('/dashboard?family=calling&days=90&tag=Gold')
    await user.click(await screen.findByRole('button', { name: 'Export: How many licences are bought and in use?' }))
    await user.click(await screen.findByRole('menuitem', { name: 'CSV file' }))
    expect(SaveExport).toHaveBeenCalledWith({
      kind: 'trend',
      format: 'csv',
      language: 'en',
      tag: 'Gold',
      family: 'calling',
      filter: { days: 90 },
    })
  })
})
