import { readFile } from 'node:fs/promises'
import { type Page as List, type Schemas, serve } from './support/program'
import { expect, test } from './support/test'
import { records } from './support/workbook'

const program = serve({ sandbox: true, customers: 20 })

test('days are written as chosen in the settings: in the table and in the file alike', async ({ page }) => {
  const { items } = await program.get<List<Schemas['SubscriptionRow']>>('/subscriptions?limit=200')
  const dated = items.find((row) => row.created_on !== '')
  if (!dated?.created_on) throw new Error('no subscription has a day')
  const [year, month, day] = dated.created_on.split('-')
  const written = `${month}/${day}/${year}`

  await program.open(page, '/settings')
  await page.getByRole('combobox', { name: 'Dates' }).click()
  await page.getByRole('option', { name: /month first/ }).click()
  await expect(page.getByRole('combobox', { name: 'Dates' })).toHaveValue(/month first/)

  await page.goto(`${program.url}/customers/${dated.customer_id}?part=subscriptions`)
  await expect(page.getByRole('main').getByText(written).first()).toBeVisible()

  await page.goto(`${program.url}/licences?customer=${dated.customer_id}`)
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'CSV file' }).click()
  const text = await readFile(await (await saving).path(), 'utf8')
  expect(records(text.replace(/^\uFEFF/, '')).flat()).toContain(written)
  expect(text).not.toMatch(/,20\d\d-\d\d-\d\d,/)
})
