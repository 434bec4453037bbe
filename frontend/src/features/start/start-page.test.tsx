import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Setup } from '../../api/setup'
import { FakeBackend } from '../../test/fake-backend'
import { renderApp } from '../../test/render'
import { makeSession } from '../../test/samples'
import { makeConnection, makeRun, makeVendor } from '../../test/sync-samples'
import { makeSetup } from '../../test/settings-samples'

let backend: FakeBackend
let setup: Setup

/** The program keeps what it is told. */
function begin(change: Partial<Setup>) {
  setup = makeSetup(change)
  backend
    .on('get', '/session', () => makeSession({ first_start: true, setup: setup.state }))
    .on('get', '/vendors', { items: [makeVendor({})], total: 1 })
    .on('get', '/setup', () => setup)
    .on('put', '/setup', ({ body }) => (setup = body as Setup))
}

const letIn = {
  ok: true,
  account: { id: 'a', name: 'Robin', org: 'o' },
  sandbox: false,
  error_key: '',
  error_params: {},
  detail: '',
}
const refused = { ...letIn, ok: false, error_key: 'client_secret_wrong', detail: 'invalid_client' }
const typed = {
  state: 'open',
  step: 'credentials',
  vendor: 'webex',
  name: 'Webex',
  fields: { client_id: 'C1' },
} as const

const current = () => screen.getByRole('list', { name: 'Steps' }).querySelector('[aria-current]')

beforeEach(() => {
  backend = new FakeBackend()
})

describe('first start', () => {
  it('goes from the welcome over the vendor to its form', async () => {
    begin({})
    const { user } = renderApp('/start')
    expect(await screen.findByRole('heading', { name: 'Welcome to Tenantry' })).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Next' }))
    await user.click(await screen.findByRole('button', { name: 'Cisco Webex' }))
    expect(await screen.findByRole('textbox', { name: /Client ID/ })).toBeVisible()
    expect(current()).toHaveTextContent('Credentials')
    expect(screen.getByRole('button', { name: 'Test the sign-in' })).toBeDisabled()
    expect(setup).toMatchObject({ state: 'open', step: 'credentials', vendor: 'webex', name: 'Cisco Webex' })
  })

  it('saves nothing that the vendor refuses, says why and leads back', async () => {
    begin(typed)
    backend.on('post', '/connections/check', refused)
    const { user } = renderApp('/start')
    await user.type(await screen.findByLabelText(/Client secret/, { selector: 'input' }), 's3cret')
    await user.click(screen.getByRole('button', { name: 'Test the sign-in' }))
    expect(await screen.findByRole('alert')).toHaveTextContent(/does not accept the client ID or the client secret/)
    expect(screen.getByRole('button', { name: 'Save and read' })).toBeDisabled()
    await user.click(screen.getByRole('button', { name: 'Back' }))
    expect(await screen.findByLabelText(/Client secret/, { selector: 'input' })).toHaveValue('s3cret')
    expect(JSON.stringify(backend.asked('put', '/setup'))).not.toContain('s3cret')
    expect(backend.asked('post', '/connections')).toHaveLength(0)
  })

  it('saves what was let in, reads it and ends with what to look at', async () => {
    begin(typed)
    backend
      .on('post', '/connections/check', letIn)
      .on('post', '/connections', makeConnection({ id: 7 }))
      .on('post', '/sync', { runs: [], skipped: [] })
    const { user } = renderApp('/start')
    await user.type(await screen.findByLabelText(/Client secret/, { selector: 'input' }), 's3cret')
    await user.click(screen.getByRole('button', { name: 'Test the sign-in' }))
    backend.on('get', '/runs', { items: [makeRun({ connection_id: 7, state: 'running', tasks_done: 3 })], total: 1 })
    await waitFor(() => expect(screen.getByRole('button', { name: 'Save and read' })).toBeEnabled())
    await user.click(screen.getByRole('button', { name: 'Save and read' }))
    expect(await within(screen.getByRole('main')).findByText('3 of 90')).toBeVisible()
    expect(setup).toMatchObject({ step: 'sync', connection_id: 7 })
    expect(backend.asked('post', '/sync')[0]?.body).toMatchObject({ connection_ids: [7] })
    expect(screen.getByRole('button', { name: 'Next' })).toBeDisabled()
  })

  it('says why a first sync failed and offers it again', async () => {
    begin({ ...typed, step: 'sync', connection_id: 7 })
    const failed = makeRun({ connection_id: 7, state: 'failed', error_key: 'client_secret_wrong' })
    backend.on('get', '/runs', { items: [failed], total: 1 }).on('post', '/sync', { runs: [], skipped: [] })
    const { user } = renderApp('/start')
    expect(await screen.findByRole('alert')).toHaveTextContent(/does not accept/)
    expect(screen.getByRole('button', { name: 'Next' })).toBeDisabled()
    await user.click(screen.getByRole('button', { name: 'Read again' }))
    expect(backend.asked('post', '/sync')).toHaveLength(1)
  })

  it('goes on after the program ended, and asks for the secrets anew', async () => {
    begin({ ...typed, step: 'test' })
    const { user, router } = renderApp('/start')
    expect(await screen.findByRole('textbox', { name: /Client ID/ })).toHaveValue('C1')
    expect(screen.getByText(/What you typed in of them before is gone/)).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Continue later' }))
    await waitFor(() => expect(setup.state).toBe('closed'))
    await waitFor(() => expect(router.state.location.pathname).toBe('/'))
  })

  it.each([
    ['leads to Home', '/start', '/'],
    ['leaves alone who went on to another page meanwhile', '/sync', '/sync'],
  ])('opens sample data and %s', async (_, meanwhile, end) => {
    begin({})
    const { user, router } = renderApp('/start')
    backend.on('post', '/sample', () => {
      void router.navigate({ to: meanwhile })
      backend.on('get', '/session', makeSession({ sample: true }))
      return undefined
    })
    await user.click(await screen.findByRole('button', { name: 'Open sample data' }))
    expect(await screen.findByText(/these customers are invented/)).toBeVisible()
    await waitFor(() => expect(router.state.location.pathname).toBe(end))
    expect(await screen.findByRole('heading', { level: 1, name: end === '/' ? 'Home' : 'Sync' })).toBeVisible()
  })

  it('is offered on Home while it was left before its end', async () => {
    backend.on('get', '/session', makeSession({ first_start: true, setup: 'closed' }))
    const { router } = renderApp('/')
    expect(await screen.findByRole('link', { name: 'Continue set-up' })).toHaveAttribute('href', '/start')
    expect(router.state.location.pathname).toBe('/')
  })
})
