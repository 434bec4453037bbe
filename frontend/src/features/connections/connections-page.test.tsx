import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeBackend } from '../../test/fake-backend'
import { renderApp } from '../../test/render'
import { makeConnection, makeVendor } from '../../test/sync-samples'

let backend: FakeBackend

beforeEach(() => {
  backend = new FakeBackend()
  backend
    .on('get', '/vendors', { items: [makeVendor({})], total: 1 })
    .on('get', '/connections', { items: [makeConnection({})], total: 1 })
})

describe('connections', () => {
  it('draws the form from the vendor’s fields and saves what was typed', async () => {
    backend.on('post', '/connections', makeConnection({ id: 2 }))
    const { user } = renderApp('/connections?edit=new')
    const dialog = await screen.findByRole('dialog')
    const save = within(dialog).getByRole('button', { name: 'Save' })
    expect(save).toBeDisabled()
    await user.type(within(dialog).getByRole('textbox', { name: /Client ID/ }), 'C9')
    await user.type(within(dialog).getByLabelText(/Client secret/, { selector: 'input' }), 's3cret')
    await user.click(save)
    await waitFor(() => expect(backend.asked('post', '/connections')).toHaveLength(1))
    expect(backend.asked('post', '/connections')[0]?.body).toEqual({
      vendor: 'webex',
      name: 'Cisco Webex',
      fields: { client_id: 'C9', base_url: 'https://webexapis.com/v1' },
      secrets: { client_secret: 's3cret' },
    })
  })

  it('never shows a stored secret and keeps it when left empty', async () => {
    backend.on('put', '/connections/{id}', makeConnection({}))
    const { user } = renderApp('/connections?edit=1')
    const dialog = await screen.findByRole('dialog')
    const secret = within(dialog).getByLabelText(/Client secret/, { selector: 'input' })
    expect(secret).toHaveValue('')
    expect(secret).toHaveAttribute('placeholder', expect.stringContaining('stored'))
    await user.click(within(dialog).getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(backend.asked('put', '/connections/1')).toHaveLength(1))
    expect(backend.asked('put', '/connections/1')[0]?.body).toMatchObject({ secrets: {} })
  })

  it('tests before saving and says what to do when the vendor refuses', async () => {
    backend.on('post', '/connections/check', {
      ok: false,
      account: { id: '', name: '', org: '' },
      sandbox: false,
      error_key: 'client_secret_wrong',
      error_params: {},
      detail: 'invalid_client',
    })
    const { user } = renderApp('/connections?edit=1')
    await user.click(await screen.findByRole('button', { name: 'Test' }))
    expect(await screen.findByRole('alert')).toHaveTextContent(/does not accept the client ID or the client secret/)
    expect(screen.getByText('invalid_client')).toBeInTheDocument()
    expect(backend.asked('post', '/connections/check')[0]?.body).toMatchObject({ id: 1, secrets: {} })
  })

  it('deletes only after its name was typed', async () => {
    backend.on('delete', '/connections/{id}', () => undefined)
    const { user } = renderApp('/connections')
    await user.click(await screen.findByRole('button', { name: 'Delete Webex north' }))
    const dialog = await screen.findByRole('dialog')
    const button = within(dialog).getByRole('button', { name: 'Delete' })
    expect(button).toBeDisabled()
    await user.type(within(dialog).getByRole('textbox'), 'Webex north')
    await user.click(button)
    expect(backend.asked('delete', '/connections/1')).toHaveLength(1)
  })

  it('leads to the form where the vendor wants a new sign-in', async () => {
    backend.on('get', '/connections', { items: [makeConnection({ state: 'sign_in' })], total: 1 })
    const { user, router } = renderApp('/connections')
    await user.click(await screen.findByRole('link', { name: 'Sign in again' }))
    expect(router.state.location.search).toEqual({ edit: 1 })
    expect(screen.getByRole('img', { name: 'A connection needs you' })).toBeInTheDocument()
  })

  it('shows first what no longer lets us in, the rest on request', async () => {
    const base = { connection_id: 1, connection: 'Graph', vendor: 'microsoft' as const, name: '', seen_at: null }
    backend.on('get', '/access', {
      items: [
        {
          ...base,
          customer_id: 3,
          customer: 'Contoso',
          kind: 'consent',
          state: 'missing',
          url: 'https://login.example/t/adminconsent',
          expires_at: null,
          days_left: null,
          extends: false,
        },
        {
          ...base,
          customer_id: 0,
          customer: '',
          kind: 'token',
          state: 'ok',
          expires_at: '2027-02-01T08:00:00Z',
          days_left: 73,
          extends: false,
        },
      ],
      total: 2,
    })
    const { user } = renderApp('/connections')
    expect(await screen.findByText('Contoso')).toBeInTheDocument()
    expect(screen.getByText('Consent')).toBeInTheDocument()
    expect(screen.getByRole('link', { name: 'Open consent of Contoso' })).toHaveAttribute(
      'href',
      'https://login.example/t/adminconsent',
    )
    expect(screen.queryByText(/73 days left/)).not.toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Show all 2' }))
    expect(screen.getByText(/73 days left/)).toBeInTheDocument()
  })

  it('saves a connection whose token comes from signing in', async () => {
    vi.stubGlobal('open', vi.fn())
    const vendor = makeVendor({ sign_in: 'refresh_token', sign_in_device: false })
    backend.on('get', '/vendors', { items: [vendor], total: 1 })
    const state = {
      id: '77',
      url: 'https://login.example/',
      user_code: '',
      expires_at: '',
      error_key: '',
      error_params: {},
      detail: '',
    }
    backend.on('post', '/sign-ins', { ...state, state: 'waiting' })
    backend.on('get', '/sign-ins/{id}', { ...state, state: 'done' })
    backend.on('put', '/connections/{id}', makeConnection({}))
    const { user } = renderApp('/connections?edit=1')
    const dialog = await screen.findByRole('dialog')
    await user.click(await within(dialog).findByRole('button', { name: /^Sign in at/ }))
    expect(await within(dialog).findByText('Signed in')).toBeInTheDocument()
    expect(window.open).toHaveBeenCalledWith('https://login.example/', '_blank', 'noopener')
    await user.click(within(dialog).getByRole('button', { name: 'Save' }))
    expect(backend.asked('put', '/connections/1')[0]?.body).toMatchObject({ sign_in: '77' })
  })
})
