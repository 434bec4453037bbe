import type { Page } from '@playwright/test'
import { expectRows } from './support/look'
import { type Page as List, type Schemas, serveWithSandbox } from './support/program'
import { expect, test } from './support/test'

const { program, sandbox } = serveWithSandbox({ customers: 20 })

const kpis = () => program.get<Schemas['KPIs']>('/dashboard')

const unreachable = /The vendor could not be reached or answered with a fault\./

/** Opens the dashboard of one customer and looks at how old each of its tiles says to be. */
async function expectTiles(page: Page, customer: number, state: 'complete' | 'partial' | 'stale') {
  await program.open(page, `/dashboard?customer=${customer}`)
  const tiles = page
    .getByRole('main')
    .getByRole('link')
    .filter({ hasText: /complete|partial|stale|not synced/ })
  await expect(tiles).toHaveText(Array.from({ length: 6 }, () => new RegExp(state)))
}

/** A customer of a vendor of which all was read. */
async function readCustomer(vendor: Schemas['CustomerRow']['vendors'][number]) {
  const { items } = await program.get<List<Schemas['CustomerRow']>>('/customers?limit=200')
  for (const { id, vendors } of items.filter((row) => row.vendors.includes(vendor) && row.synced_at)) {
    const { completeness } = await program.get<Schemas['KPIs']>(`/dashboard?customer_id=${id}`)
    if (completeness.expected >= vendors.length && completeness.read === completeness.expected) return id
  }
  throw new Error(`no customer of ${vendor} was read`)
}

test.afterEach(() => sandbox.faults())

test('a vendor that is down leaves the last good data and says so', async ({ page }) => {
  const before = await kpis()
  const { total } = await program.get<List<unknown>>('/customers')
  const customer = await readCustomer('webex')
  await expectTiles(page, customer, 'complete')
  await sandbox.faults('webex:/:503')
  await program.sync()
  const after = await kpis()
  expect({ ...after, completeness: 0, failed_tasks: 0 }).toEqual({ ...before, completeness: 0, failed_tasks: 0 })

  await expectTiles(page, customer, 'partial')
  await program.open(page, '/dashboard')
  const tile = page.getByRole('main').getByRole('link', { name: /^Customers/ })
  await expect(tile).toContainText(`Customers${before.customers.count}`)
  await expect(tile).toContainText('partial')
  await page.getByRole('button', { name: 'Sync status' }).click()
  const tray = page.getByRole('dialog')
  await expect(tray.getByText(unreachable)).toBeVisible()
  await tray.getByRole('button', { name: 'Dismiss message of Webex (sandbox)' }).click()
  await expect(tray.getByText(unreachable)).toBeHidden()

  await page.goto(`${program.url}/connections`)
  await expect(page.getByRole('row', { name: /Webex \(sandbox\)/ })).toContainText('Failed')
  await page.goto(`${program.url}/sync`)
  await expect(page.getByRole('region', { name: 'Runs' }).first()).toContainText(unreachable)
  await page.goto(`${program.url}/customers`)
  await expectRows(page, total)
})

test('customers that could not be read keep their data and are counted with the reason', async ({ page }) => {
  const { total } = await program.get<List<unknown>>('/customers')
  const before = await kpis()
  await sandbox.faults('microsoft:/subscribedSkus:503')
  await program.sync()
  const after = await kpis()
  expect(after.completeness.read).toBeLessThan(before.completeness.read)
  expect(after.bought).toBe(before.bought)

  await program.open(page, '/customers')
  await expect(
    page.getByText(`${after.completeness.read} of ${after.completeness.expected} records read`),
  ).toBeVisible()
  await expect(page.getByText(/vendor not reachable/).first()).toBeVisible()
  await expectRows(page, total)
  const failed = await program.get<List<Schemas['CustomerRow']>>('/customers?figure=failed&limit=200')
  const [customer] = failed.items.filter((row) => row.bought > 0 && row.vendors.includes('microsoft'))
  if (!customer) throw new Error('no customer failed that was read before')
  await page.goto(`${program.url}/customers?open=${customer.id}`)
  const drawer = page.getByRole('dialog', { name: 'Customer details' })
  await drawer.getByRole('tab', { name: /^Sources/ }).click()
  await expect(drawer.getByText(unreachable).first()).toBeVisible()
  await expect(drawer.getByText('Failed').first()).toBeVisible()
})

test('data that are days old are called stale, never complete', async ({ newPage: page }) => {
  await sandbox.faults()
  await program.sync()
  const customer = await readCustomer('webex')
  await expectTiles(page, customer, 'complete')
  await page.clock.install({ time: new Date(Date.now() + 3 * 24 * 3_600_000) })
  await expectTiles(page, customer, 'stale')
})

test('a revoked sign-in asks to sign in again and keeps the data', async ({ page }) => {
  const { total } = await program.get<List<unknown>>('/customers')
  await sandbox.faults('microsoft:/login:expired', 'webex:/access_token:expired')
  await program.sync()
  await program.open(page, '/connections')
  const row = page.getByRole('row', { name: /Microsoft \(sandbox\)/ })
  await expect(row).toContainText('Sign in again')
  await expect(page.getByRole('img', { name: 'A connection needs you' })).toBeVisible()
  await row.getByRole('link', { name: 'Sign in again' }).click()
  await expect(page.getByRole('dialog', { name: /Microsoft \(sandbox\)/ })).toBeVisible()
  await page.keyboard.press('Escape')
  expect((await program.get<List<unknown>>('/customers')).total).toBe(total)
})
