import { queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'

export type Settings = Schemas['Settings']
export type MailSettings = Schemas['MailSettings']

export const settingsQueries = {
  settings: () => queryOptions({ queryKey: ['settings'], queryFn: () => unwrap(client.GET('/settings')) }),
  mail: () => queryOptions({ queryKey: ['settings', 'mail'], queryFn: () => unwrap(client.GET('/settings/mail')) }),
}

export function saveMail(input: Schemas['MailInput']) {
  return unwrap(client.PUT('/settings/mail', { body: input }))
}

/** Sends a mail through the stored server. */
export function testMail(to: string) {
  return unwrap(client.POST('/settings/mail/test', { body: { to } }))
}

export function saveSettings(settings: Settings) {
  return unwrap(client.PUT('/settings', { body: settings }))
}
