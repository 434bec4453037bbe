import { act, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { FakeBackend } from '../test/fake-backend'
import { renderApp } from '../test/render'
import { makeCustomer } from '../test/samples'

afterEach(() => act(() => window.dispatchEvent(new Event('online'))))

it('asks its own machine without a network, too', async () => {
  const backend = new FakeBackend()
  backend.on('get', '/customers', { items: [makeCustomer({ name: 'Contoso AG' })], total: 1 })
  const { user } = renderApp('/licences')
  await screen.findByRole('heading', { level: 1, name: 'Licences' })
  act(() => void window.dispatchEvent(new Event('offline')))
  await user.click(screen.getByRole('link', { name: 'Customers' }))
  expect(await screen.findByText('Contoso AG')).toBeVisible()
})
