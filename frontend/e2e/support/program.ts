import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { type BrowserContext, type Page as Tab, test } from '@playwright/test'
import type { components } from '../../src/api/schema'
import { program } from './paths'

export type Schemas = components['schemas']

/** A list as the API gives it. */
export interface Page<Row> {
  items: Row[]
  total: number
}

export interface ServeOptions {
  /** Simulated vendors in the same process, connected and read. */
  sandbox?: boolean
  customers?: number
  /** False leaves the sign-in link unused. */
  signIn?: boolean
}

export interface SandboxOptions {
  customers?: number
  seed?: number
  latency?: string
  asOf?: string
}

interface Running {
  child: ChildProcess
  /** Everything on standard output. */
  printed: () => string
  /** The first line of standard output, or what JSON it prints. */
  said: Record<string, unknown>
  heard: string[]
}

/** Starts the program with --json and waits for the object that says where it listens. */
async function start(args: string[], cwd: string): Promise<Running> {
  const child = spawn(program, [...args, '--json'], {
    cwd,
    env: { ...process.env, LANG: 'en_US.UTF-8', TZ: 'Europe/Zurich' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const heard: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => heard.push(line))
  let text = ''
  const said = await new Promise<Record<string, unknown>>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`tenantry ${args[0]} ended with ${code}:\n${heard.join('\n')}`)))
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      try {
        resolve(JSON.parse(text) as Record<string, unknown>)
      } catch {
        // The object is not complete yet.
      }
    })
  })
  return { child, said, heard, printed: () => text }
}

async function stop(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGINT')
  const patience = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await ended
  clearTimeout(patience)
}

/** Simulated vendors in a process of their own, whose day and faults a test sets. */
export class Sandbox {
  private running?: Running
  url = ''

  async start(folder: string, options: SandboxOptions = {}) {
    const args = ['sandbox', '--listen', '127.0.0.1:0', '--customers', String(options.customers ?? 20)]
    if (options.seed) args.push('--seed', String(options.seed))
    if (options.latency) args.push('--latency', options.latency)
    if (options.asOf) args.push('--as-of', options.asOf)
    this.running = await start(args, folder)
    this.url = String(this.running.said.url)
  }

  async stop() {
    if (this.running) await stop(this.running.child)
  }

  /** Replaces all faults, written as --fault takes them. */
  async faults(...faults: string[]) {
    await this.put('/sandbox/faults', { faults })
  }

  async asOf(day: string) {
    await this.put('/sandbox/as-of', { as_of: day })
  }

  async connections(): Promise<SandboxConnection[]> {
    return (await fetch(`${this.url}/sandbox/connections`)).json() as Promise<SandboxConnection[]>
  }

  async truth(): Promise<Truth> {
    return (await fetch(`${this.url}/sandbox/truth`)).json() as Promise<Truth>
  }

  private async put(path: string, body: unknown) {
    const reply = await fetch(this.url + path, { method: 'PUT', body: JSON.stringify(body) })
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`)
  }
}

export interface SandboxConnection {
  vendor: Schemas['Vendor']['vendor']
  name: string
  fields: Record<string, string>
  secrets: Record<string, string>
}

/** What the simulator says there is to find. */
export interface Truth {
  companies: number
  both: number
  totals: { vendor: string; customers: number; readable: number; bought: number; assigned: number; over: number }[]
  customers: {
    vendor: string
    id: string
    name: string
    access: string
    denied?: string[]
    products: { bought: number; assigned: number; unlimited?: boolean; company_wide?: boolean }[] | null
  }[]
}

/** "tenantry serve" on a fresh data folder. */
export class Program {
  private running?: Running
  folder = ''
  /** The sign-in link as it was printed; it works once. */
  link = ''
  /** Where the interface is. */
  url = ''
  private cookie?: { name: string; value: string }

  async start(options: ServeOptions = {}) {
    await this.makeFolder()
    await this.serve(options)
  }

  async makeFolder() {
    this.folder = await mkdtemp(path.join(tmpdir(), 'tenantry-e2e-'))
  }

  /** Serves the folder; after end() the same data again. */
  async serve(options: ServeOptions = {}) {
    const args = ['serve', '--listen', '127.0.0.1:0', '--data', path.join(this.folder, 'data')]
    args.push('--key-file', path.join(this.folder, 'key'))
    if (options.sandbox) args.push('--sandbox', '--customers', String(options.customers ?? 30))
    this.running = await start(args, this.folder)
    this.link = String(this.running.said.url)
    this.url = new URL(this.link).origin
    this.cookie = undefined
  }

  /** The sign-in link that was printed after the first, when the lock had ended the session. */
  async nextLink(): Promise<string> {
    const links = () => this.running?.printed().match(/http:[^"\s]*token=[^"\s]*/g) ?? []
    await test.expect.poll(() => links().length).toBeGreaterThan(1)
    return links().at(-1) ?? ''
  }

  async end() {
    if (this.running) await stop(this.running.child)
    this.running = undefined
  }

  async stop() {
    await this.end()
    if (this.folder) await rm(this.folder, { recursive: true, force: true })
  }

  /** Where the simulated vendors of serve --sandbox listen. */
  get sandboxUrl(): string {
    const line = this.running?.heard.find((each) => each.includes('http://')) ?? ''
    return /http:\/\/[0-9.:]+/.exec(line)?.[0] ?? ''
  }

  /** Lets a browser in. The link works once, so its session is kept for all who come later. */
  async signIn(context: BrowserContext) {
    const { name, value } = await this.session()
    await context.addCookies([{ name, value, url: this.url, httpOnly: true, sameSite: 'Strict' }])
  }

  /** Opens a page of the interface, signed in. */
  async open(tab: Tab, path = '/') {
    await this.signIn(tab.context())
    await tab.goto(this.url + path)
  }

  private async session() {
    if (this.cookie) return this.cookie
    const reply = await fetch(this.link, { redirect: 'manual' })
    const [name = '', value = ''] = (reply.headers.getSetCookie()[0] ?? '').split(';')[0]?.split('=') ?? []
    if (!value) throw new Error(`the sign-in link gave no session: ${reply.status} ${await reply.text()}`)
    this.cookie = { name, value }
    return this.cookie
  }

  async get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path)
  }

  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const { name, value } = await this.session()
    const reply = await fetch(`${this.url}/api${path}`, {
      method,
      headers: { Cookie: `${name}=${value}`, 'X-Tenantry': '1', 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await reply.text()
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`)
    return (text ? JSON.parse(text) : undefined) as T
  }

  /** Changes some of the settings. */
  async configure(settings: Partial<Schemas['Settings']>) {
    await this.call('PUT', '/settings', { ...(await this.get<Schemas['Settings']>('/settings')), ...settings })
  }

  /** Runs a command of the console on the same data. A sync of which something failed (3) has run. */
  async console(...args: string[]) {
    const whose = ['--data', path.join(this.folder, 'data'), '--key-file', path.join(this.folder, 'key')]
    await promisify(execFile)(program, [...args, ...whose]).catch((error: { code?: number; stderr?: string }) => {
      if (error.code !== 3) throw new Error(`tenantry ${args.join(' ')} ended with ${error.code}: ${error.stderr}`)
    })
  }

  /** Waits until no run is going on and at least that many have ended. */
  async synced(runs = 1) {
    await test.expect
      .poll(
        async () => {
          const { items } = await this.get<Page<Schemas['Run']>>('/runs?limit=50')
          return items.some((run) => run.state === 'running') ? -1 : items.length
        },
        { timeout: 120_000, intervals: [50, 100, 200] },
      )
      .toBeGreaterThanOrEqual(runs)
  }

  /** Reads all connections once more and waits for the end. */
  async sync(options: { full?: boolean } = {}) {
    const { total } = await this.get<Page<Schemas['Run']>>('/runs?limit=1')
    await this.call('POST', '/sync', { connection_ids: [], full: options.full ?? false })
    await this.synced(total + 1)
  }

  /** Connects the vendors of a simulator, without the pace that spares real ones. */
  async connect(sandbox: Sandbox, only?: SandboxConnection['vendor']) {
    for (const { vendor, name, fields, secrets } of await sandbox.connections()) {
      if (only && only !== vendor) continue
      const unpaced = { ...fields, requests_per_minute: '0' }
      await this.call('POST', '/connections', { vendor, name, fields: unpaced, secrets })
    }
  }
}

/** Starts the program before the tests of this file or group and ends it after them. */
export function serve(options: ServeOptions = {}): Program {
  const program = new Program()
  test.beforeAll(async () => {
    await program.start(options)
    if (options.sandbox && options.signIn !== false) {
      await program.synced((await program.get<Page<Schemas['ConnectionRow']>>('/connections')).total)
    }
  })
  test.afterAll(() => program.stop())
  return program
}

/** Starts a simulator of its own for the tests of this file or group; its vendors, or some, are connected unless told otherwise. */
export function serveWithSandbox(
  options: SandboxOptions & { connect?: boolean; only?: SandboxConnection['vendor'][] } = {},
): {
  program: Program
  sandbox: Sandbox
} {
  const program = new Program()
  const sandbox = new Sandbox()
  test.beforeAll(async () => {
    await program.start()
    await sandbox.start(program.folder, options)
    if (options.connect === false) return
    if (!options.only) await program.connect(sandbox)
    for (const vendor of options.only ?? []) await program.connect(sandbox, vendor)
    await program.sync()
  })
  test.afterAll(async () => {
    await sandbox.stop()
    await program.stop()
  })
  return { program, sandbox }
}
