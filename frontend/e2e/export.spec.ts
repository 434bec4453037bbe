import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { showAllColumns, tables } from './support/look'
import { type Page as List, type Schemas, serve } from './support/program'
import { expect, test } from './support/test'
import { dataRows, records, sharedTexts, sheet } from './support/workbook'

const program = serve({ sandbox: true })

/** Exports by the button of the page and gives what the browser saved. */
async function save(page: Page, format: string): Promise<{ name: string; bytes: Buffer }> {
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await page.getByRole('menuitem', { name: format }).click()
  const download = await saving
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
}

const kinds = [
  { kind: 'customers', path: '/customers', api: '/customers', tab: 'Customers' },
  { kind: 'subscriptions', path: '/licences', api: '/subscriptions', tab: 'Subscriptions' },
  { kind: 'pools', path: '/licences?view=pools', api: '/pools', tab: 'Licences by product' },
]

for (const { kind, path, api, tab } of kinds) {
  test(`${kind} as a workbook hold every row`, async ({ page }) => {
    const { total } = await program.get<List<unknown>>(`${api}?limit=1`)
    await program.open(page, path)
    const { name, bytes } = await save(page, 'Excel workbook')
    expect(name).toMatch(new RegExp(`^tenantry-${kind}-\\d{4}-\\d\\d-\\d\\d\\.xlsx$`))
    expect(bytes.subarray(0, 4).toString('latin1')).toBe('PK\x03\x04')
    const rows = sheet(bytes, tab)
    expect(dataRows(rows)).toBe(total)
    expect(rows, 'the header stays in sight').toContain('state="frozen"')
    expect(rows, 'no cell is a formula').not.toContain('<f>')
    expect(sharedTexts(bytes), 'the cover says that the data are invented').toContain('SAMPLE DATA')
  })

  test(`${kind} as CSV hold every row`, async ({ page }) => {
    const { total } = await program.get<List<unknown>>(`${api}?limit=1`)
    await program.open(page, path)
    const { name, bytes } = await save(page, 'CSV file')
    expect(name).toMatch(new RegExp(`^tenantry-${kind}-\\d{4}-\\d\\d-\\d\\d-partial\\.csv$`))
    const [header = [], ...rows] = records(bytes.toString('utf8').replace(/^\uFEFF/, ''))
    expect(rows.length).toBe(total)
    expect(rows.filter((row) => row.length !== header.length)).toEqual([])
    const risky = rows.flat().filter((cell) => /^[=+@]/.test(cell))
    expect(risky, 'nothing becomes a formula when opened').toEqual([])
  })
}

test('an export holds what the scope and the product group leave', async ({ page }) => {
  const { items } = await program.get<List<Schemas['CustomerRow']>>('/customers?sort=subscriptions&desc=true&limit=1')
  const [customer] = items
  if (!customer) throw new Error('no customer')
  const { total } = await program.get<List<unknown>>(`/subscriptions?customer_id=${customer.id}&limit=1`)
  await program.open(page, `/licences?customer=${customer.id}`)
  expect(dataRows(sheet((await save(page, 'Billing (Excel)')).bytes, 'Billing'))).toBe(total)

  const calling = await program.get<List<unknown>>('/customers?family=calling&limit=1')
  await program.open(page, '/customers?family=calling')
  expect(dataRows(sheet((await save(page, 'Excel workbook')).bytes, 'Customers'))).toBe(calling.total)
})

test('lists of licences are exported as they are narrowed down and sorted', async ({ page }) => {
  const shown = 'figure=missing_dates&vendors=microsoft&search=365&sort=product&desc=true'
  const { items, total } = await program.get<List<Schemas['SubscriptionRow']>>(`/subscriptions?${shown}&limit=500`)
  const all = await program.get<List<unknown>>('/subscriptions?limit=1')
  expect(total, 'the filter leaves some out').toBeLessThan(all.total)
  await program.open(page, `/licences?${shown}`)
  const { bytes } = await save(page, 'CSV file')
  const [header = [], ...rows] = records(bytes.toString('utf8').replace(/^\uFEFF/, ''))
  const [customer, product] = ['Customer', 'Product'].map((name) => header.indexOf(name))
  expect(rows.map((row) => [row[customer!]?.replace(/^'/, ''), row[product!]])).toEqual(
    items.map((row) => [row.customer, row.product]),
  )

  const over = await program.get<List<unknown>>('/pools?figure=over&limit=1')
  await program.open(page, '/licences?view=pools&figure=over')
  expect(dataRows(sheet((await save(page, 'Excel workbook')).bytes, 'Licences by product'))).toBe(over.total)
})

test('a file has the columns in sight and, where asked, the rows beyond the filter', async ({ page }) => {
  const { total } = await program.get<List<unknown>>('/pools?limit=1')
  await program.open(page, '/licences?view=pools&figure=over')
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('checkbox', { name: 'Vendor' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await page.getByRole('menuitemradio', { name: 'Visible columns' }).click()
  await page.getByRole('menuitemradio', { name: 'All rows' }).click()
  await page.keyboard.press('Escape')
  const { bytes } = await save(page, 'CSV file')
  const [header = [], ...rows] = records(bytes.toString('utf8').replace(/^\uFEFF/, ''))
  expect(header.slice(0, 4)).toEqual(['No.', 'Customer', 'Product', 'Product group'])
  expect(header).not.toContain('Product code')
  expect(rows.length).toBe(total)
  await page.reload()
  const workbook = await save(page, 'Excel workbook')
  expect(dataRows(sheet(workbook.bytes, 'Licences by product'))).toBe(total)
  expect(sharedTexts(workbook.bytes), 'the cover tells what is not in it').toMatch(/14 of \d+, without: .*Shared by/)
})

test('every column that a table can show stands in its file', async ({ newPage: page }) => {
  await page.addInitScript(() => localStorage.setItem('tenantry.export-visible-columns', 'true'))
  await showAllColumns(page)
  for (const path of Object.values(tables)) {
    await program.open(page, path)
    await page.getByRole('columnheader').first().waitFor()
    const shown = await page.getByRole('columnheader').count()
    expect(shown, path).toBeGreaterThan(5)
    const [header = []] = records((await save(page, 'CSV file')).bytes.toString('utf8'))
    expect(header.length, path).toBeGreaterThanOrEqual(shown - 2) // boxes to tick and bars are no columns of files
  }
})

test('a typed price is billed with its sum', async ({ page }) => {
  const { items } = await program.get<List<Schemas['SubscriptionRow']>>('/subscriptions?limit=200&vendors=webex')
  const priced = items.find((row) => row.quantity > 1 && row.status === 'active' && row.excluded === '')
  if (!priced) throw new Error('no subscription to price')
  const type = (unit_price: string, currency: string, price_period: string) =>
    program.call('PATCH', '/subscriptions/typed', {
      ids: [priced.id],
      values: { unit_price, currency, price_period },
    })
  await type('5.10', 'EUR', 'month')
  await program.open(page, '/licences')
  const { bytes } = await save(page, 'Billing (CSV)')
  await type('', '', '')
  const [header = [], ...rows] = records(bytes.toString('utf8').replace(/^\uFEFF/, ''))
  const at = (name: string) => header.indexOf(name)
  const line = rows.find(
    (row) => row[at('Subscription number')] === priced.number && row[at('Product')] === priced.product,
  )
  expect(line?.[at('Unit price')]).toMatch(/^5\.10*$/)
  expect(line?.[at('Amount')]).toBe((priced.quantity * 5.1).toFixed(2))
  expect(line?.[at('Currency')]).toBe('EUR')
})

test('a customer file holds what the page of the customer shows', async ({ page }) => {
  const { items } = await program.get<List<Schemas['CustomerRow']>>('/customers?sort=subscriptions&desc=true&limit=1')
  const [customer] = items
  if (!customer) throw new Error('no customer')
  const detail = await program.get<Schemas['CustomerDetail']>(`/customers/${customer.id}`)
  await program.open(page, `/customers/${customer.id}`)
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Customer file' }).click()
  const download = await saving
  expect(download.suggestedFilename()).toMatch(/^tenantry-customer-.+\.xlsx$/)
  const bytes = await readFile(await download.path())
  const trials = detail.subscription_rows.filter((row) => row.trial).length
  expect(dataRows(sheet(bytes, 'Subscriptions'))).toBe(detail.subscription_rows.length - trials)
  expect(dataRows(sheet(bytes, 'Licences by product'))).toBe(detail.pools.length)
})

test('the dashboard and the palette export too', async ({ page }) => {
  await program.open(page, '/dashboard')
  const { name } = await save(page, 'Billing (Excel)')
  expect(name).toMatch(/^tenantry-billing-.*\.xlsx$/)
  const saving = page.waitForEvent('download')
  await page.keyboard.press('Control+k')
  await page
    .getByRole('combobox')
    .or(page.getByPlaceholder('Search pages, customers, actions'))
    .first()
    .fill('workbook')
  await page.getByRole('option', { name: 'Export customers as a workbook' }).click()
  expect((await saving).suggestedFilename()).toMatch(/^tenantry-customers-.*\.xlsx$/)
})
