import { screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { FakeBackend } from '../../test/fake-backend'
import { renderApp } from '../../test/render'
import type { Settings } from '../../api/settings'
import { makeSession, makeSettings } from '../../test/samples'
import { makeLock, makeMail } from '../../test/settings-samples'

let backend: FakeBackend

beforeEach(() => {
  backend = new FakeBackend()
  backend.on('put', '/settings', ({ body }) => body as Settings)
})

describe('settings', () => {
  it('changes the language of everything at once', async () => {
    const { user } = renderApp('/settings')
    await user.click(await screen.findByRole('combobox', { name: 'Language' }))
    backend.on('get', '/session', makeSession({ language: 'de' }))
    await user.click(await screen.findByRole('option', { name: 'Deutsch' }))
    expect(await screen.findByRole('heading', { level: 1, name: 'Einstellungen' })).toBeVisible()
    expect(backend.asked('put', '/settings')[0]?.body).toMatchObject({ language: 'de' })
    expect(document.documentElement.lang).toBe('de')
  })

  it('applies thresholds only when they make sense', async () => {
    const { user } = renderApp('/settings')
    const factor = await screen.findByRole('textbox', { name: 'Low assignment below' })
    await user.clear(factor)
    await user.type(factor, '2')
    expect(screen.getByRole('button', { name: 'Apply' })).toBeDisabled()
    await user.clear(factor)
    await user.type(factor, '0,4')
    await user.click(screen.getByRole('button', { name: 'Apply' }))
    await waitFor(() =>
      expect(backend.asked('put', '/settings')[0]?.body).toMatchObject({ thresholds: { low_factor: '0.4' } }),
    )
  })

  it('writes days and hours as chosen, everywhere at once', async () => {
    const { user } = renderApp('/settings')
    await user.click(await screen.findByRole('combobox', { name: 'Dates' }))
    backend.on('get', '/settings', makeSettings({ date_format: 'month', time_format: '12' }))
    await user.click(await screen.findByRole('option', { name: '11/20/2026 (month first)' }))
    await waitFor(() => expect(backend.asked('put', '/settings')[0]?.body).toMatchObject({ date_format: 'month' }))
    await user.click(screen.getByRole('radio', { name: '12 hours (AM/PM)' }))
    await waitFor(() => expect(backend.asked('put', '/settings')[1]?.body).toMatchObject({ time_format: '12' }))
  })

  it('locks a window only once it has a passphrase', async () => {
    backend.on('get', '/lock', makeLock({ mode: 'window' })).on('put', '/lock/passphrase', () => undefined)
    const { user } = renderApp('/settings')
    expect(await screen.findByRole('combobox', { name: 'Lock after' })).toBeDisabled()
    expect(screen.getByText(/does not protect the data folder/)).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Choose passphrase' }))
    const save = await screen.findByRole('button', { name: 'Save' })
    await user.type(screen.getByLabelText('New passphrase', { selector: 'input' }), 'correct horse')
    await user.type(screen.getByLabelText('New passphrase once more', { selector: 'input' }), 'correct house')
    expect(save).toBeDisabled()
    await user.type(
      screen.getByLabelText('New passphrase once more', { selector: 'input' }),
      '{Backspace}{Backspace}{Backspace}rse',
    )
    backend.on('get', '/lock', makeLock({ mode: 'window', passphrase: true }))
    await user.click(save)
    expect(backend.asked('put', '/lock/passphrase')[0]?.body).toEqual({ passphrase: 'correct horse' })
    await waitFor(() => expect(screen.getByRole('combobox', { name: 'Lock after' })).toBeEnabled())
  })

  it('stores a mail server with its password and sends a test mail', async () => {
    backend
      .on(
        'put',
        '/settings/mail',
        makeMail({
          host: 'smtp.msp.example',
          port: 465,
          security: 'tls',
          user: 'office',
          from: 'office@msp.example',
          password_set: true,
        }),
      )
      .on('post', '/settings/mail/test', () => undefined)
    const { user } = renderApp('/settings')
    const fill = async (field: HTMLElement, text: string) => {
      await user.click(field)
      await user.paste(text)
    }
    const host = await screen.findByRole('textbox', { name: 'Mail server' })
    expect(screen.queryByRole('textbox', { name: 'Test mail to' })).toBeNull()
    await fill(host, 'smtp.msp.example')
    await user.click(screen.getByRole('combobox', { name: 'Encryption' }))
    await user.click(await screen.findByRole('option', { name: 'TLS' }))
    expect(screen.getByLabelText('Password', { selector: 'input' })).toBeDisabled()
    await fill(screen.getByRole('textbox', { name: 'User name' }), 'office')
    await fill(screen.getByLabelText('Password', { selector: 'input' }), 'secret')
    await fill(screen.getByRole('textbox', { name: 'Sender' }), 'office@msp.example')
    await user.click(screen.getByRole('button', { name: 'Save mail server' }))
    await fill(await screen.findByRole('textbox', { name: 'Test mail to' }), 'anna@one.example')
    expect(backend.asked('put', '/settings/mail')[0]?.body).toEqual({
      host: 'smtp.msp.example',
      port: 465,
      security: 'tls',
      user: 'office',
      from: 'office@msp.example',
      password: 'secret',
    })
    const password = screen.getByLabelText('Password', { selector: 'input' })
    await waitFor(() => expect(password).toHaveValue(''))
    await fill(password, 'another')
    await user.click(screen.getByRole('button', { name: 'Save mail server' }))
    await waitFor(() => expect(password).toHaveValue(''))
    expect(backend.asked('put', '/settings/mail')[1]?.body).toMatchObject({ user: 'office', password: 'another' })
    expect(screen.getByRole('button', { name: 'Save mail server' })).toBeDisabled()
    await user.click(screen.getByRole('button', { name: 'Send' }))
    expect(await screen.findByText('The mail server has taken the mail to anna@one.example.')).toBeVisible()
    expect(backend.asked('post', '/settings/mail/test')[0]?.body).toEqual({ to: 'anna@one.example' })
  })

  it('lets the system run schedules while the window is closed', async () => {
    backend.on('put', '/schedules/background', { supported: true, registered: true, every_minutes: 5 })
    const { user } = renderApp('/settings')
    const box = await screen.findByRole('switch', { name: /^Run schedules while/ })
    await waitFor(() => expect(box).toBeEnabled())
    await user.click(box)
    await waitFor(() => expect(box).toBeChecked())
    expect(backend.asked('put', '/schedules/background')[0]?.body).toEqual({ on: true })
  })
})
