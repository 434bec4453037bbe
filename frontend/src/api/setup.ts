import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'

export type Setup = Schemas['Setup']
export type SetupStep = Setup['step']

export const setupSteps: readonly SetupStep[] = ['welcome', 'vendor', 'credentials', 'test', 'sync', 'done']

export const setupQueries = {
  setup: () => queryOptions({ queryKey: ['setup'], queryFn: () => unwrap(client.GET('/setup')) }),
}

/** Notes how far the first start has come. */
export function saveSetup(setup: Setup) {
  return unwrap(client.PUT('/setup', { body: setup }))
}

/** Says that the thresholds were looked at and fit. */
export function seeThresholds() {
  return unwrap(client.POST('/setup/thresholds'))
}

/** What a changed set-up makes out of date. */
export async function renewSetup(cache: QueryClient) {
  await cache.invalidateQueries({
    predicate: ({ queryKey }) => ['session', 'organisation'].includes(String(queryKey[0])),
  })
}
