import { type Page as List, type Schemas, serveWithSandbox } from './support/program'
import { expect, test } from './support/test'

const { program, sandbox } = serveWithSandbox({ customers: 20 })

const kpis = () => program.get<Schemas['KPIs']>('/dashboard')

test.afterEach(() => sandbox.faults())

test('a vendor that is down leaves the last good data, marked as partial, with the reason', async ({ page }) => {
  const before = await kpis()
  const { total } = await program.get<List<unknown>>('/customers')
  await sandbox.faults('webex:/:503')
  await program.sync()

  await program.open(page)
  const tile = page.getByRole('main').getByRole('link', { name: /^Customers/ })
  await expect(tile).toContainText(`Customers${before.customers.count}`)
  await expect(tile).toContainText('partial')
  await expect(page.getByText(/vendor not reachable/).first()).toBeVisible()
  const after = await kpis()
  expect({ ...after, completeness: 0, failed_tasks: 0 }).toEqual({ ...before, completeness: 0, failed_tasks: 0 })

  await page.getByRole('button', { name: 'Sync status' }).click()
  const tray = page.getByRole('dialog')
  await expect(tray.getByText('The vendor could not be reached or answered with a fault.')).toBeVisible()
  await tray.getByRole('button', { name: 'Dismiss message of Webex (sandbox)' }).click()
  await expect(tray.getByText('The vendor could not be reached')).toBeHidden()
  await page.keyboard.press('Escape')

  await page.goto(`${program.url}/customers`)
  await expect(page.getByRole('main').getByText(`${total} rows`)).toBeVisible()
  await expect(page.getByText(/vendor not reachable/).first()).toBeVisible()
  const failed = await program.get<List<Schemas['CustomerRow']>>('/customers?figure=failed&limit=200')
  expect(failed.items.some((row) => row.vendors.includes('webex'))).toBe(true)
})

test('data that are days old are called stale, never complete', async ({ page }) => {
  await sandbox.faults()
  await program.sync()
  const { items } = await program.get<List<Schemas['CustomerRow']>>('/customers?limit=200&sort=no_access')
  const readable = items.find((row) => row.no_access === '' && row.synced_at)
  if (!readable) throw new Error('no customer was read')
  await page.clock.install({ time: new Date(Date.now() + 3 * 24 * 3_600_000) })
  await program.open(page, `/?customer=${readable.id}`)
  const tile = page.getByRole('main').getByRole('link', { name: /^Customers/ })
  await expect(tile).toContainText('stale')
  await expect(tile).not.toContainText('complete')
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
