import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeBackend } from '../../test/fake-backend'
import { renderApp } from '../../test/render'
import { makeCustomer } from '../../test/samples'
import { makeLock } from '../../test/settings-samples'

let backend: FakeBackend

beforeEach(() => {
  backend = new FakeBackend()
  backend.on('get', '/customers', { items: [makeCustomer({})], total: 1 })
})

afterEach(() => void vi.useRealTimers())

const guarded = makeLock({ mode: 'window', minutes: 5, passphrase: true })

describe('lock', () => {
  it('stands in place of everything while the window is locked', async () => {
    backend.on('get', '/lock', { ...guarded, locked: true })
    const { user } = renderApp('/customers')
    expect(await screen.findByRole('heading', { name: 'Tenantry is locked' })).toBeVisible()
    expect(screen.queryByText('Contoso AG')).not.toBeInTheDocument()
    expect(screen.getByText(/protects against a look at the unattended screen/)).toBeVisible()

    backend.fail('post', '/unlock', { status: 401, code: 'unauthorized', key: 'passphrase_wrong' })
    await user.type(screen.getByLabelText('Passphrase', { selector: 'input' }), 'a guess')
    await user.click(screen.getByRole('button', { name: 'Unlock' }))
    expect(await screen.findByText('The passphrase is wrong.')).toBeVisible()

    backend.on('post', '/unlock', () => undefined).on('get', '/lock', guarded)
    await user.type(screen.getByLabelText('Passphrase', { selector: 'input' }), 'correct horse')
    await user.click(screen.getByRole('button', { name: 'Unlock' }))
    expect(await screen.findByText('Contoso AG')).toBeVisible()
  })

  it('leaves nothing on the page once an answer says that it is locked', async () => {
    backend.on('get', '/lock', guarded)
    const { user } = renderApp('/customers')
    expect(await screen.findByText('Contoso AG')).toBeVisible()
    backend.on('get', '/lock', { ...guarded, locked: true })
    backend.fail('get', '/settings', { status: 401, code: 'unauthorized', key: 'locked' })
    backend.fail('get', '/home', { status: 401, code: 'unauthorized', key: 'locked' })
    await user.click(screen.getByRole('link', { name: 'Home' }))
    expect(await screen.findByRole('heading', { name: 'Tenantry is locked' })).toBeVisible()
    expect(screen.queryByText('Contoso AG')).not.toBeInTheDocument()
  })

  it('says how to sign in again where the browser’s session has ended', async () => {
    backend.fail('get', '/lock', { status: 401, code: 'unauthorized', key: 'session_missing' })
    renderApp('/customers')
    expect(await screen.findByText(/This browser is not signed in/)).toBeVisible()
    expect(screen.queryByRole('navigation')).not.toBeInTheDocument()
  })

  it('tells Go of input, seldom, and asks Go when the time is over', async () => {
    backend.on('get', '/lock', guarded).on('post', '/lock/input', () => undefined)
    renderApp('/customers')
    expect(await screen.findByText('Contoso AG')).toBeVisible()
    vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] })
    fireEvent.keyDown(window, { key: 'a' })
    fireEvent.keyDown(window, { key: 'b' })
    await waitFor(() => expect(backend.asked('post', '/lock/input')).toHaveLength(1))
    backend.on('get', '/lock', { ...guarded, locked: true })
    vi.setSystemTime(Date.now() + 5 * 60_000)
    act(() => void fireEvent.keyDown(window, { key: 'c' }))
    expect(await screen.findByRole('heading', { name: 'Tenantry is locked' })).toBeVisible()
    expect(backend.asked('post', '/lock/input')).toHaveLength(1)
  })
})
