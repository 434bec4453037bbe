import type { Page } from '@playwright/test'
import { expectRows } from './support/look'
import { type Page as List, type Schemas, serve, type Truth } from './support/program'
import { expect, test } from './support/test'

const program = serve({ sandbox: true })

type Kpis = Schemas['KPIs']

const tiles: [name: string, figure: string, count: (kpis: Kpis) => number][] = [
  ['Customers', '', (kpis) => kpis.customers.count],
  ['Nearing expiration', 'expiring', (kpis) => kpis.expiring.count],
  ['Nearing renewal', 'renewing', (kpis) => kpis.renewing.count],
  ['Ends or renews, unknown', 'open', (kpis) => kpis.open.count],
  ['Low licence assignment', 'low', (kpis) => kpis.low.count],
  ['Over the licence limit', 'over', (kpis) => kpis.over.count],
]

const tile = (page: Page, name: string) => page.getByRole('main').getByRole('link', { name: new RegExp(`^${name}`) })

const families: [family: string, name: string][] = [
  ['', 'All products'],
  ['meetings', 'Meetings'],
  ['calling', 'Calling'],
  ['microsoft365', 'Microsoft 365'],
]

for (const [family, product] of families) {
  test(`each tile of ${product} leads to exactly the customers it counts`, async ({ page }) => {
    const kpis = await program.get<Kpis>(`/dashboard?family=${family || 'all'}`)
    await program.open(page, family ? `/dashboard?family=${family}` : '/dashboard')
    for (const [name, figure, count] of tiles) {
      await expect(tile(page, name)).toContainText(`${name}${count(kpis)}`)
      await tile(page, name).click()
      await expect(page).toHaveURL(figure ? new RegExp(`figure=${figure}`) : /\/customers/)
      await expectRows(page, count(kpis))
      const query = new URLSearchParams({ limit: '1', ...(figure && { figure }), ...(family && { family }) })
      const { total } = await program.get<List<Schemas['CustomerRow']>>(`/customers?${query}`)
      expect(total, `${product}, ${name}`).toBe(count(kpis))
      await page.goBack()
    }
  })
}

test('the product switch shows customers per group and how many are outside', async ({ page }) => {
  const kpis = await program.get<Kpis>('/dashboard')
  await program.open(page, '/dashboard')
  const products = page.getByRole('navigation', { name: 'Product group' })
  await expect(products.getByRole('link', { name: /^All products/ })).toContainText(String(kpis.customers.total))
  for (const [family, name] of families.slice(1)) {
    const customers = kpis.families.find((each) => each.family === family)?.customers ?? 0
    await products.getByRole('link', { name }).click()
    await expect(products.locator('[aria-current]')).toHaveText(`${name}${customers}`)
    await expect(products.getByRole('link', { name })).toContainText(String(customers))
    await expect(page.getByText(`${kpis.customers.total - customers} customers are outside ${name}`)).toBeVisible()
    await expect(tile(page, 'Customers')).toContainText(`${customers}of ${kpis.customers.total} customers`)
  }
})

test('figures equal what the vendors hold', async () => {
  const truth = (await (await fetch(`${program.sandboxUrl}/sandbox/truth`)).json()) as Truth
  const kpis = await program.get<Kpis>('/dashboard')
  const decisions = await program.get<List<Schemas['MatchDecision']>>('/match-decisions?limit=1000')
  const pairs = await program.get<Schemas['MatchPage']>('/matches?limit=1000')
  const joined = new Map(
    decisions.items.flatMap(({ sides }) =>
      sides.flatMap(({ records }) => records.map((r) => [r.vendor_id, r.customer_id])),
    ),
  )
  // Customers that were joined are one; the others are known by their id at the vendor.
  const distinct = (some: Truth['customers']) => new Set(some.map(({ id }) => joined.get(id) ?? id)).size
  const over = truth.customers.filter(
    ({ access, products }) =>
      access === 'ok' && products?.some((p) => p.assigned > p.bought && !p.unlimited && !p.company_wide),
  )
  expect(kpis.customers.count).toBe(distinct(truth.customers))
  expect(kpis.unmatched).toBe(new Set(pairs.items.flatMap(({ a, b }) => [a.id, b.id])).size)
  expect(kpis.over.count).toBe(distinct(over))
  const unreadable = truth.customers.filter(({ access, denied }) => access !== 'ok' || denied?.length)
  const failed = await program.get<List<Schemas['CustomerRow']>>('/customers?figure=failed&limit=200')
  expect(failed.total).toBe(distinct(unreadable))
})

test('the whole says what is missing and why', async ({ page }) => {
  const { completeness } = await program.get<Kpis>('/dashboard')
  await program.open(page, '/dashboard')
  await expect(page.getByText(`${completeness.read} of ${completeness.expected} records read`)).toBeVisible()
  expect(completeness.failed.map((each) => each.error_key)).toContain('consent_missing')
  await expect(page.getByText(/\d+ failed: .*consent missing/)).toBeVisible()
  for (const [name] of tiles) await expect(tile(page, name)).toContainText('partial')
  const notes = page.getByRole('region', { name: 'What these figures rest on' })
  await notes.getByRole('listitem').filter({ hasText: 'could not be read' }).getByRole('link', { name: 'Show' }).click()
  await expect(page.getByRole('button', { name: 'Figure: Could not be read' })).toBeVisible()
  await expectRows(page, completeness.expected - completeness.read)
})

test('the trend can be read as a chart and as a table', async ({ page }) => {
  await program.open(page, '/dashboard')
  const trend = page.getByRole('region', { name: 'How many licences are bought and in use?' })
  const chart = trend.getByRole('img', { name: 'How many licences' })
  await expect(chart).toBeVisible()
  const { today } = await program.get<Schemas['Session']>('/session')
  await expect(chart.locator('text').last()).toHaveText(today) // also where midnight is yesterday in UTC
  await trend.getByText('Table', { exact: true }).click({ force: true })
  await expect(trend.getByRole('table')).toBeVisible()
  const kpis = await program.get<Kpis>('/dashboard')
  await expect(trend.getByRole('row').last()).toContainText(kpis.bought.toLocaleString('en'))
})

test('one customer as the scope narrows figures, pages and their links', async ({ page }) => {
  const { items } = await program.get<List<Schemas['CustomerRow']>>('/customers?sort=bought&desc=true&limit=1')
  const [customer] = items
  if (!customer) throw new Error('no customer')
  await program.open(page, '/dashboard')
  await page.getByRole('button', { name: 'Scope: All customers' }).click()
  await page.getByRole('textbox', { name: 'Search customers' }).fill(customer.name)
  await page.getByRole('option', { name: customer.name }).first().click()
  await expect(page).toHaveURL(new RegExp(`customer=${customer.id}`))
  await expect(tile(page, 'Customers')).toContainText('Customers1')
  await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'Customers' }).click()
  await expect(page.getByRole('grid', { name: 'Customers' }).getByRole('row')).toHaveCount(2)
  await expectRows(page, 1)
})
