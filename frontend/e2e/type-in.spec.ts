import type { Page } from '@playwright/test'
import { type Page as List, type Schemas, serve } from './support/program'
import { expect, test } from './support/test'

const program = serve({ sandbox: true })

type Row = Schemas['SubscriptionRow']

const grid = (page: Page) => page.getByRole('grid', { name: 'Subscriptions' })
const dialog = (page: Page) => page.getByRole('dialog')
const kpis = () => program.get<Schemas['KPIs']>('/dashboard')
const list = (query: string) => program.get<List<Row>>(`/subscriptions?limit=200&${query}`)

/** A day so many days after the program's today. */
async function dayIn(days: number): Promise<string> {
  const { as_of: today } = await kpis()
  const day = new Date(`${today}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() + days)
  return day.toISOString().slice(0, 10)
}

/** Selects the first row of each of so many customers and gives those rows. */
async function selectCustomers(page: Page, rows: Row[], count: number): Promise<Row[]> {
  const chosen = rows.filter((row, n) => rows.findIndex((other) => other.customer_id === row.customer_id) === n)
  const first = chosen.slice(0, count)
  for (const row of first) {
    await grid(page)
      .locator(`[data-index="${rows.indexOf(row)}"]`)
      .getByRole('checkbox', { name: 'Select row' })
      .check()
  }
  return first
}

async function choose(page: Page, label: string, option: string) {
  await dialog(page).getByRole('combobox', { name: label, exact: true }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

test('what is typed in for several rows is marked, counts, and outlives a sync', async ({ page }) => {
  const before = await kpis()
  const day = await dayIn(30)
  const missing = await list('figure=missing_dates&sort=customer')
  const renewing = await list('figure=renewing')
  await program.open(page, '/licences?figure=missing_dates&sort=customer')
  const chosen = await selectCustomers(page, missing.items, 3)
  await expect(page.getByText('3 selected')).toBeVisible()
  await page.getByRole('button', { name: 'Type in for 3 rows' }).click()

  await dialog(page).getByRole('textbox', { name: 'Term ends on' }).fill(day)
  await page.keyboard.press('Tab')
  await choose(page, 'At the end of the term', 'Renews automatically')
  await choose(page, 'Term', '1 year')
  await dialog(page).getByRole('textbox', { name: 'Unit price' }).fill('5.10')
  await expect(dialog(page).getByText('3 subscriptions will be changed.')).toBeVisible()
  await dialog(page).getByRole('button', { name: 'Save for 3' }).click()
  await expect(page.getByText('3 subscriptions were changed.')).toBeVisible()

  const after = await kpis()
  // A customer whose other subscription renews is counted already.
  const fresh = chosen.filter(({ customer }) => !renewing.items.some((row) => row.customer === customer))
  expect(after.renewing.count).toBe(before.renewing.count + fresh.length)
  expect(after.renewing.subscriptions).toBe(before.renewing.subscriptions + 3)
  expect(after.expiring.missing_dates).toBe(before.expiring.missing_dates - 3)

  for (const again of ['at once', 'after a full sync']) {
    if (again !== 'at once') await program.sync({ full: true })
    await program.open(page, '/licences?figure=renewing&sort=customer')
    for (const { customer } of chosen) {
      const row = grid(page).getByRole('row').filter({ hasText: customer }).filter({ hasText: 'typed' }).first()
      await expect(row.locator('[data-column=term_end_on]'), again).toHaveText(`${day}typed`)
      await expect(row.locator('[data-column=at_term_end]'), again).toHaveText('Renews automaticallytyped')
      await expect(row.locator('[data-column=term]'), again).toHaveText('1 yeartyped')
      await expect(row.locator('[data-column=unit_price]'), again).toHaveText('5.10 EUR per monthtyped')
    }
    await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'Dashboard' }).click()
    await expect(page.getByRole('main').getByRole('link', { name: /^Nearing renewal/ })).toContainText(
      `Nearing renewal${after.renewing.count}`,
    )
  }
  expect((await kpis()).renewing).toEqual(after.renewing)
})

test('rows whose vendor gives the value are announced and reported as skipped', async ({ page }) => {
  const rows = (await list('search=regnskap&sort=customer')).items
  const given = rows.filter((row) => row.term_end_source === 'api').length
  const open = rows.length - given
  expect(given, 'the portfolio has rows of both kinds').toBeGreaterThan(0)
  expect(open, 'the portfolio has rows of both kinds').toBeGreaterThan(0)
  await program.open(page, '/licences?search=regnskap&sort=customer')
  await expect(grid(page).getByRole('checkbox', { name: 'Select row' }).first()).toBeVisible()
  await grid(page).getByRole('checkbox', { name: 'Select all rows' }).click()
  await page.getByRole('button', { name: `Type in for ${rows.length} rows` }).click()
  await dialog(page)
    .getByRole('textbox', { name: 'Term ends on' })
    .fill(await dayIn(200))
  await page.keyboard.press('Tab')
  await expect(dialog(page).getByRole('status')).toContainText(`${given} will be skipped`)
  await dialog(page)
    .getByRole('button', { name: `Save for ${open}` })
    .click()
  await expect(dialog(page).getByText(`${given} were skipped:`)).toBeVisible()
  await expect(dialog(page).getByText('The vendor gives this value itself, so it cannot be typed in.')).toBeVisible()
  await expect(dialog(page).getByRole('listitem')).toHaveCount(given)
  const after = (await list('search=regnskap&sort=customer')).items
  for (const row of after) {
    const old = rows.find((each) => each.id === row.id)
    expect(row.term_end_on).toBe(old?.term_end_source === 'api' ? old.term_end_on : await dayIn(200))
  }
})

test('the drawer of a row tells of that row, and types in its values', async ({ page }) => {
  const { items } = await list('figure=missing_price&sort=customer&desc=true')
  const rows = items.filter((row) => row.customer_id === items[0]?.customer_id)
  const row = rows[rows.length - 1]
  await program.open(page, `/licences?figure=missing_price&sort=customer&desc=true&line=${row?.id}`)
  const drawer = page.getByRole('dialog', { name: 'Details' })
  await expect(drawer.getByRole('heading', { name: row?.product })).toBeVisible()
  await expect(drawer.getByRole('button', { name: row?.customer })).toBeVisible()
  await expect(drawer.locator('dl')).toContainText(row?.connection ?? '')
  await drawer.getByRole('button', { name: 'Type in' }).click()
  await expect(page.getByRole('dialog', { name: `Type in: ${row?.product}` })).toBeVisible()
})

test('a typed value can be taken back in the drawer of its customer', async ({ page }) => {
  const { items } = await list('figure=missing_price&vendors=webex&sort=customer&desc=true')
  const [row] = items
  if (!row) throw new Error('no subscription without a price')
  await program.call('PATCH', '/subscriptions/typed', {
    ids: [row.id],
    values: { unit_price: '12', currency: 'EUR', price_period: 'month' },
  })
  await program.open(page, `/customers?open=${row.customer_id}`)
  const drawer = page.getByRole('dialog', { name: 'Customer details' })
  await drawer.getByRole('tab', { name: /^Subscriptions/ }).click()
  await expect(drawer.getByText('12.00 EUR per month')).toBeVisible()
  const item = drawer.getByRole('listitem').filter({ hasText: '12.00 EUR' })
  await item.getByRole('button', { name: /^Type in for/ }).click()
  const form = page.getByRole('dialog', { name: /^Type in:/ })
  await form.getByRole('textbox', { name: 'Unit price' }).fill('')
  await form.getByRole('button', { name: 'Save for 1' }).click()
  await expect(form).toBeHidden()
  await expect(drawer.getByText('12.00 EUR per month')).toBeHidden()
  const after = await list(`customer_id=${row.customer_id}`)
  expect(after.items.find((each) => each.id === row.id)?.price_source).toBe('')
})
