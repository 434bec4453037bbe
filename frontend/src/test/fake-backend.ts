import { vi } from 'vitest'
import type { paths } from '../api/schema'
import { makeKpis } from './dashboard-samples'
import { makeHome } from './home-samples'
import { makeSession, makeSettings } from './samples'
import { makeLock, makeMail, makeSetup } from './settings-samples'

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** The JSON an operation answers, by its path and method in the API's description. */
type Reply<P extends keyof paths, M extends Method> = paths[P][M] extends {
  responses: { 200: { content: { 'application/json': infer T } } }
}
  ? T
  : undefined

export interface Call {
  method: string
  path: string
  query: URLSearchParams
  body: unknown
  headers: Headers
}

interface Problem {
  status: number
  code: string
  key: string
  params?: Record<string, string>
}

type Handler = (call: Call) => { status: number; body: unknown }

/** Answers the page's requests with typed data instead of Go, and remembers what was asked. */
export class FakeBackend {
  readonly calls: Call[] = []
  readonly unanswered: string[] = []
  private handlers = new Map<string, Handler>()

  constructor() {
    this.on('get', '/session', makeSession({}))
    this.on('get', '/settings', makeSettings({}))
    this.on('get', '/settings/mail', makeMail({}))
    this.on('get', '/lock', makeLock({}))
    this.on('get', '/setup', makeSetup({}))
    this.on('get', '/connections', { items: [], total: 0 })
    this.on('get', '/runs', { items: [], total: 0 })
    this.on('get', '/access', { items: [], total: 0 })
    this.on('get', '/customers/{id}/row-counts', { items: [], total: 0 })
    this.on('get', '/customer-choices', { products: [], countries: ['CH', 'DE'], tags: [] })
    this.on('get', '/customers/{id}/facts', { items: [], total: 0 })
    this.on('get', '/subscriptions/groups', { items: [], total: 0 })
    this.on('get', '/pools/groups', { items: [], total: 0 })
    this.on('get', '/licences/\\w+/groups' as '/licences/{section}/groups', { items: [], total: 0 })
    this.on('get', '/waste/groups', { items: [], total: 0 })
    this.on('get', '/calendar/groups', { items: [], total: 0 })
    this.on('get', '/views', { items: [], total: 0 })
    this.on('get', '/customers/{id}/portal-links', { items: [], total: 0 })
    this.on('get', '/customers/{id}/activity', { items: [], total: 0 })
    this.on('get', '/tags', { items: [], total: 0 })
    this.on('get', '/tags/counts', { items: [], total: 0 })
    this.on('get', '/home', makeHome({}))
    this.on('get', '/schedules/background', { supported: true, registered: false, every_minutes: 5 })
    this.on('get', '/notifications', { items: [], total: 0, unread: 0 })
    this.on('get', '/dashboard', makeKpis({}))
    this.on('get', '/dashboard/trend', { points: [], step: 1, simulated: false })
    vi.stubGlobal('fetch', (input: string | URL, init: RequestInit) => this.answer(new URL(input), init))
  }

  on<P extends keyof paths, M extends Method>(
    method: M,
    path: P,
    reply: Reply<P, M> | ((call: Call) => Reply<P, M>),
  ): this {
    this.handlers.set(`${method} ${path}`, (call) => {
      const body: unknown = typeof reply === 'function' ? (reply as (call: Call) => unknown)(call) : reply
      return { status: body === undefined ? 204 : 200, body }
    })
    return this
  }

  fail<P extends keyof paths>(method: Method, path: P, problem: Problem): this {
    this.handlers.set(`${method} ${path}`, () => ({
      status: problem.status,
      body: { title: '', detail: '', params: {}, ...problem },
    }))
    return this
  }

  asked(method: Method, path: string): Call[] {
    return this.calls.filter((call) => call.method === method && call.path === path)
  }

  private async answer(url: URL, init: RequestInit): Promise<Response> {
    const method = (init.method ?? 'GET').toLowerCase()
    const path = url.pathname.replace(/^\/api/, '')
    const call: Call = {
      method,
      path,
      query: url.searchParams,
      body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
      headers: new Headers(init.headers),
    }
    this.calls.push(call)
    const handler = this.find(method, path)
    if (!handler) this.unanswered.push(`${method} ${path}`)
    const { status, body } = handler?.(call) ?? {
      status: 404,
      body: { code: 'not_found', key: 'not_found', params: {} },
    }
    const type = status < 400 ? 'application/json' : 'application/problem+json'
    if (status === 204) return new Response(null, { status, headers: { 'Content-Length': '0' } })
    return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': type } })
  }

  private find(method: string, path: string): Handler | undefined {
    for (const [key, handler] of this.handlers) {
      const [wanted, pattern = ''] = key.split(' ')
      const matcher = new RegExp(`^${pattern.replace(/\{[^}]+\}/g, '\\d+')}$`)
      if (wanted === method && matcher.test(path)) return handler
    }
    return undefined
  }
}
