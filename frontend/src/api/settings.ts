import { queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'

export type Settings = Schemas['Settings']

export const settingsQueries = {
  settings: () => queryOptions({ queryKey: ['settings'], queryFn: () => unwrap(client.GET('/settings')) }),
}

export function saveSettings(settings: Settings) {
  return unwrap(client.PUT('/settings', { body: settings }))
}
