import { readFile } from 'node:fs/promises'
import { type Page as List, type Schemas, serve } from './support/program'
import { expect, test } from './support/test'
import { records } from './support/workbook'

const program = serve({ sandbox: true, customers: 20 })

test('days are written as chosen in the settings: in the table and in the file alike', async ({ page }) => {
  const { items } = await program.get<List<Schemas['SubscriptionRow']>>('/subscriptions?limit=200')
  const dated = items.find((row) => row.created_on !== '')
  if (!dated?.created_on) throw new Error('no subscription has a day')
  const monthFirst = (text: string) => text.replace(/^(\d+)-(\d+)-(\d+)$/, '$2/$3/$1')
  const customers = await program.get<List<Schemas['CustomerRow']>>('/customers?limit=200')
  const next = customers.items.find((row) => row.next_open_on !== '')
  if (!next?.next_open_on) throw new Error('no customer has a term that ends')

  await program.open(page, '/settings')
  await page.getByRole('combobox', { name: 'Dates' }).click()
  await page.getByRole('option', { name: /month first/ }).click()
  await expect(page.getByRole('combobox', { name: 'Dates' })).toHaveValue(/month first/)

  await page.goto(`${program.url}/customers/${dated.customer_id}?part=subscriptions`)
  await expect(page.getByRole('main').getByText(monthFirst(dated.created_on)).first()).toBeVisible()

  await page.goto(`${program.url}/customers`)
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await page.getByRole('menuitem', { name: 'CSV file' }).click()
  const text = await readFile(await (await saving).path(), 'utf8')
  expect(records(text.replace(/^\uFEFF/, '')).flat()).toContain(monthFirst(next.next_open_on))
  expect(text).not.toMatch(/,20\d\d-\d\d-\d\d,/)
})
