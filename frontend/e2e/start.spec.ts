import { serve, type Schemas } from './support/program'
import { expect, test } from './support/test'

const program = serve()

const banner = 'Sample data: these customers are invented.'

test('an empty folder begins with the set-up, or with sample data', async ({ page }) => {
  await program.open(page)
  await expect(page).toHaveURL(/\/start$/)
  await expect(page.getByRole('heading', { name: 'Welcome to Tenantry' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Look around with sample data' })).toBeVisible()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Cisco Webex' }).click()
  await expect(page.getByRole('textbox', { name: 'Client ID' })).toBeVisible()
  await program.call('PUT', '/setup', { state: '', step: 'welcome', name: '', fields: {}, connection_id: 0 })
})

const emptyPages: [path: string, heading: string, text: string, step: string][] = [
  ['/customers', 'Customers', 'No customers yet', 'Connections'],
  ['/licences', 'Licences', 'No subscriptions yet', 'Sync'],
  ['/licences?view=pools', 'Licences', 'No subscriptions yet', 'Sync'],
  ['/sync', 'Sync', 'Nothing to sync yet', 'Connections'],
  ['/connections', 'Connections', 'No connection yet', 'Connect Cisco Webex'],
]

for (const [path, heading, text, step] of emptyPages) {
  test(`${path} without any data says so and names the next step`, async ({ page }) => {
    await program.open(page, path)
    const main = page.getByRole('main')
    await expect(main.getByRole('heading', { name: heading, level: 1 })).toBeVisible()
    await expect(main.getByText(text, { exact: true })).toBeVisible()
    await expect(main.getByRole('link', { name: step })).toBeVisible()
  })
}

test('an address that does not exist says so', async ({ page }) => {
  await program.open(page, '/nowhere')
  await expect(page.getByText('There is no such page')).toBeVisible()
})

test('sample data fill the dashboard, say so on every page and go with one click', async ({ page }) => {
  await program.open(page)
  await page.getByRole('button', { name: 'Open sample data' }).click()
  await expect(page.getByText(banner)).toBeVisible()

  await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'Dashboard' }).click()
  await expect(page.getByRole('link', { name: /^Nearing expiration/ })).toBeVisible()
  const kpis = await program.get<Schemas['KPIs']>('/dashboard')
  expect(kpis.customers.count).toBeGreaterThan(0)

  for (const name of ['Customers', 'Licences', 'Sync', 'Connections', 'Settings']) {
    await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name }).click()
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
    await expect(page.getByText(banner)).toBeVisible()
  }

  await page.getByRole('button', { name: 'Leave sample data' }).click()
  await expect(page).toHaveURL(/\/start$/)
  await expect(page.getByText(banner)).toBeHidden()
  const { total } = await program.get<{ total: number }>('/customers')
  expect(total).toBe(0)
})
