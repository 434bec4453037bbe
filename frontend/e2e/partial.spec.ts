import type { Page } from '@playwright/test'
import { sharedTexts } from './support/workbook'
import { type Page as List, type Schemas, serveWithSandbox } from './support/program'
import { expect, test } from './support/test'

const { program, sandbox } = serveWithSandbox({ customers: 60, connect: false })

const day = 24 * 3_600_000

/** Where figures over customers stand. */
const places: Record<string, string> = {
  home: '/',
  dashboard: '/dashboard',
  customers: '/customers',
  subscriptions: '/licences',
  pools: '/licences?view=pools',
  added: '/licences?view=added',
  expiring: '/licences?view=expiring',
  renewing: '/licences?view=renewing',
  open: '/licences?view=open',
  low: '/licences?view=low',
  over: '/licences?view=over',
  waste: '/licences?view=waste',
  calendar: '/calendar',
  operations: '/operations',
  jobs: '/operations?view=jobs',
  health: '/operations?view=health',
  storage: '/operations?view=storage',
}

const word = /^(complete|partial|stale|not synced)$/

/** How many marks a page shows at least: of its head, or one at each of its tiles. */
const marks: Record<string, number> = { dashboard: 7, operations: 5 }

/** What is called a total; the column with a subscription's own seats is none over customers. */
async function expectNoTotal(page: Page, name: string) {
  const called = page
    .getByText(/\btotals?\b/i)
    .and(page.locator(':not([role=columnheader] *):not([role=columnheader])'))
  expect(await called.filter({ visible: true }).allTextContents(), name).toEqual([])
}

/** Reads all vendors three days ago, and since then all but one, of which three customers fail. */
async function readInPart() {
  await program.connect(sandbox)
  await program.console('sync', '--now', new Date(Date.now() - 3 * day).toISOString())
  const { customers } = await sandbox.truth()
  const failing = customers.filter(({ vendor, access }) => vendor === 'microsoft' && access === 'ok').slice(0, 3)
  await sandbox.faults(...failing.map(({ id }) => `microsoft:/login/${id}:500`))
  const { items } = await program.get<List<Schemas['ConnectionRow']>>('/connections')
  const fresh = items.filter(({ vendor }) => vendor !== 'webex').map(({ id }) => id)
  const { total } = await program.get<List<unknown>>('/runs?limit=1')
  await program.call('POST', '/sync', { connection_ids: fresh, full: false })
  await program.synced(total + fresh.length)
  const failed = await program.get<List<Schemas['CustomerRow']>>('/customers?figure=failed&limit=200')
  return failed.items.find(({ vendors }) => vendors.includes('microsoft'))!
}

test('a sum that lacks customers or is old says so wherever it stands, and is nowhere called a total', async ({
  page,
}) => {
  test.slow()
  const failed = await readInPart()
  const { completeness } = await program.get<Schemas['KPIs']>('/dashboard')
  expect(completeness.failed.find(({ error_key }) => error_key === 'unavailable')?.count).toBe(3)
  expect(Date.parse(completeness.oldest ?? '')).toBeLessThan(Date.now() - 2 * day)
  for (const [name, path] of Object.entries(places)) {
    await program.open(page, path)
    const shown = page.getByRole('main').getByText(word)
    await expect(shown.nth((marks[name] ?? 1) - 1), name).toBeVisible()
    expect([...new Set(await shown.allTextContents())], name).toEqual(['partial'])
    await expectNoTotal(page, name)
  }
  await program.open(page, `/customers/${failed.id}`)
  await expect(page.getByRole('main').getByText('partial', { exact: true }).first()).toBeVisible()

  const { items } = await program.get<List<Schemas['CustomerRow']>>('/customers?limit=200&vendors=webex')
  const old = items.filter(({ vendors, no_access }) => vendors.length === 1 && no_access === '')
  const states = new Set<string>()
  for (const { id } of old.slice(0, 3)) {
    await program.open(page, `/customers/${id}`)
    states.add((await page.getByRole('main').getByText(word).first().textContent()) ?? '')
    await program.open(page, `/dashboard?customer=${id}`)
    const shown = page.getByRole('main').getByText(word)
    await expect(shown).toHaveCount(7)
    for (const state of await shown.allTextContents()) states.add(state)
  }
  expect([...states]).toEqual(['stale'])

  const reply = await page.request.get(`${program.url}/api/export/subscriptions?format=xlsx`)
  const texts = sharedTexts(await reply.body())
  expect(texts).toContain(`${completeness.read} of ${completeness.expected}`)
  expect(texts).not.toMatch(/\btotal\b/i)
})
