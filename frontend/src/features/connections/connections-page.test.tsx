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

  describe('a missing consent that can be given from here', () => {
    const missing = {
      connection_id: 1,
      connection: 'Graph',
      vendor: 'microsoft' as const,
      customer_id: 3,
      customer: 'Contoso',
      kind: 'consent' as const,
      name: '',
      state: 'missing' as const,
      url: 'https://login.example/t/adminconsent',
      record_id: 7,
      consent: { app: 'app-4711', scopes: ['Organization.Read.All', 'User.Read.All'] },
      seen_at: '2026-11-20T10:00:00Z',
      expires_at: null,
      days_left: null,
      extends: false,
    }

    it('is given after a look at what exactly, and waits then for the vendor', async () => {
      backend.on('get', '/access', { items: [missing], total: 1 })
      backend.on('post', '/records/{id}/consent', () => {
        const given = { ...missing, consent_given_at: '2026-11-20T11:00:00Z' }
        backend.on('get', '/access', { items: [given], total: 1 })
        return { at: given.consent_given_at, already: false }
      })
      const { user } = renderApp('/connections')
      await user.click(await screen.findByRole('button', { name: 'Approve the app at Contoso here' }))
      const dialog = await screen.findByRole('dialog', { name: 'Approve the app at Contoso' })
      for (const text of ['app-4711', 'Organization.Read.All', 'User.Read.All', 'Graph']) {
        expect(within(dialog).getByText(text)).toBeInTheDocument()
      }
      expect(backend.asked('post', '/records/7/consent')).toHaveLength(0)
      await user.click(within(dialog).getByRole('button', { name: 'Approve here' }))
      expect(await screen.findByText(/It may take some minutes until Microsoft heeds it/)).toBeInTheDocument()
      expect(backend.asked('post', '/records/7/consent')).toHaveLength(1)
      expect(await screen.findByText(/It may take some minutes; then sync/)).toBeInTheDocument()
      expect(screen.queryByRole('button', { name: 'Approve the app at Contoso here' })).not.toBeInTheDocument()
      expect(screen.getByRole('link', { name: 'Open consent of Contoso' })).toBeInTheDocument()
    })

    it('says in the dialog why the vendor refuses', async () => {
      backend.on('get', '/access', { items: [missing], total: 1 })
      backend.fail('post', '/records/{id}/consent', { status: 503, code: 'unavailable', key: 'consent_role_missing' })
      const { user } = renderApp('/connections')
      await user.click(await screen.findByRole('button', { name: 'Approve the app at Contoso here' }))
      const dialog = await screen.findByRole('dialog')
      await user.click(within(dialog).getByRole('button', { name: 'Approve here' }))
      expect(await within(dialog).findByRole('alert')).toHaveTextContent(/Cloud Application Administrator/)
    })

    it('can be given again where a sync was refused all the same, and not where nothing is offered', async () => {
      const tried = { ...missing, consent_given_at: '2026-11-20T09:00:00Z' }
      const elsewhere = { ...missing, customer: 'Fabrikam', record_id: 8, consent: undefined }
      backend.on('get', '/access', { items: [tried, elsewhere], total: 2 })
      renderApp('/connections')
      expect(await screen.findByRole('button', { name: 'Approve the app at Contoso here' })).toBeInTheDocument()
      expect(screen.getByText(/Approved here/)).toBeInTheDocument()
      expect(screen.queryByRole('button', { name: 'Approve the app at Fabrikam here' })).not.toBeInTheDocument()
      expect(screen.getByRole('link', { name: 'Open consent of Fabrikam' })).toBeInTheDocument()
    })
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
