import type { LockState } from '../api/lock'

export function makeLock(change: Partial<LockState>): LockState {
  return {
    mode: 'browser',
    locked: false,
    minutes: 0,
    passphrase: false,
    wait: 0,
    language: 'en',
    theme: 'system',
    ...change,
  }
}
