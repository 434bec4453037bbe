import { queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'
import { ApiError } from './problem'

export type LockState = Schemas['LockState']

export const lockQueries = {
  state: () => queryOptions({ queryKey: ['lock'], queryFn: () => unwrap(client.GET('/lock')) }),
}

/** Says after how many minutes without input it locks; 0 is never. */
export function saveLock(minutes: number) {
  return unwrap(client.PUT('/lock', { body: { minutes } }))
}

export function savePassphrase(input: { current?: string; passphrase: string }) {
  return unwrap(client.PUT('/lock/passphrase', { body: input }))
}

/** Locks the window, or ends this browser's session. */
export function lockNow() {
  return unwrap(client.POST('/lock'))
}

/** Tells Go that somebody types or points: it is Go that counts the time without. */
export function tellInput() {
  return unwrap(client.POST('/lock/input'))
}

export function unlock(passphrase: string) {
  return unwrap(client.POST('/unlock', { body: { passphrase } }))
}

/** Tells whether Go refused because the window is locked or the browser's session has ended. */
export function isLockedOut(error: unknown): boolean {
  return error instanceof ApiError && ['locked', 'session_missing'].includes(error.problem.key)
}

/** Tells whether this interface locks by itself: a window needs a passphrase for that. */
export function locksItself(state: LockState | undefined): boolean {
  return state !== undefined && state.minutes > 0 && (state.mode === 'browser' || state.passphrase)
}
