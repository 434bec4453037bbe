import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { pages, settled } from '../e2e/support/look'
import { program as executable } from '../e2e/support/paths'
import { type Page as List, Program, Sandbox, type Schemas } from '../e2e/support/program'
import { test } from '../e2e/support/test'

const folder = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url))
const run = promisify(execFile)

const program = new Program()
const sandbox = new Sandbox()
const weeks = 13

const dayAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)

/** Reads the simulated vendors as they were on past days, so that there is a history to show. */
async function readHistory() {
  const data = ['--data', path.join(program.folder, 'data'), '--key-file', path.join(program.folder, 'key')]
  const partial = (error: { code?: number }) => {
    if (error.code !== 3) throw error as Error // 3: some customers could not be read, which is part of the portfolio
  }
  await run(executable, ['connect', '--from-sandbox', sandbox.url, ...data])
  for (let week = weeks; week >= 1; week--) {
    await sandbox.asOf(dayAgo(week * 7))
    await run(executable, ['sync', '--now', dayAgo(week * 7), ...data]).catch(partial)
  }
  await sandbox.asOf(dayAgo(0))
  await run(executable, ['sync', ...data]).catch(partial)
}

test.use({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' })
test.describe.configure({ mode: 'serial', timeout: 900_000 })

test.beforeAll(async () => {
  await mkdir(folder, { recursive: true })
  await program.makeFolder()
  await sandbox.start(program.folder, { customers: 60, seed: 1, asOf: dayAgo(0) })
  await readHistory()
  await program.serve()
})

test.afterAll(async () => {
  await program.stop()
  await sandbox.stop()
})

test('one picture of every screen', async ({ page }) => {
  const shoot = async (name: string, address: string) => {
    await program.open(page, address)
    await settled(page)
    await page.waitForTimeout(400) // charts are drawn after their data
    await page.screenshot({ path: path.join(folder, `${name.replaceAll(' ', '-')}.png`) })
  }
  for (const [name, address] of Object.entries(pages)) await shoot(name, address)
  const { items } = await program.get<List<Schemas['CustomerRow']>>('/customers?sort=subscriptions&desc=true')
  await shoot('customer', `/customers?open=${items[0]?.id}`)
  await page.emulateMedia({ colorScheme: 'dark' })
  await shoot('dashboard-dark', '/dashboard')
})
