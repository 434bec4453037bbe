import type { MailSettings } from '../api/settings'
import type { LockState } from '../api/lock'
import type { OwnOrganisation, OwnPage } from '../api/organisation'
import type { Setup } from '../api/setup'

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

export function makeSetup(change: Partial<Setup>): Setup {
  return { state: '', step: 'welcome', name: '', fields: {}, connection_id: 0, ...change }
}

export function makeOwn(change: Partial<OwnOrganisation>): OwnOrganisation {
  return {
    connection_id: 1,
    connection: 'Webex north',
    vendor: 'webex',
    state: 'ready',
    account: { id: 'a', name: 'Robin', org: 'org-1' },
    sandbox: false,
    first_full_at: '2026-11-20T01:12:00Z',
    people_at: '2026-11-20T01:11:00Z',
    links: [
      {
        connection_id: 1,
        connection: 'Webex north',
        vendor: 'webex',
        key: 'home',
        name: 'Partner Hub',
        url: 'https://admin.webex.com',
        copy: '',
        given: false,
      },
    ],
    ...change,
  }
}

export function makeOwnPage(change: Partial<OwnPage>): OwnPage {
  return {
    organisations: [makeOwn({})],
    people: [],
    checks: [
      { key: 'connections', done: true, count: 1, of: 1 },
      { key: 'matching', done: false, count: 4, of: 45 },
      { key: 'thresholds', done: false, count: 0, of: 0 },
    ],
    ...change,
  }
}

export function makeMail(over: Partial<MailSettings>): MailSettings {
  return { host: '', port: 587, security: 'starttls', user: '', from: '', password_set: false, ...over }
}
