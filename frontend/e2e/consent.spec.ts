import { type Page as List, type Schemas, serve } from './support/program'
import { expect, test } from './support/test'

const program = serve({ sandbox: true, customers: 12 })

test('a missing consent is given from here, and the next sync reads the customer', async ({ page }) => {
  const missing = async () => {
    const { items } = await program.get<List<Schemas['Access']>>('/access')
    return items.filter((each) => each.kind === 'consent')
  }
  const customer = (await missing())[0]?.customer ?? ''
  expect(customer).not.toBe('')

  await program.open(page, '/connections')
  await page.getByRole('button', { name: `Approve the app at ${customer} here` }).click()
  const dialog = page.getByRole('dialog', { name: `Approve the app at ${customer}` })
  await expect(dialog.getByText('Organization.Read.All')).toBeVisible()
  await dialog.getByRole('button', { name: 'Approve here' }).click()
  await expect(dialog).toBeHidden()
  const given = page.getByText(/^Approved here: .* It may take some minutes; then sync\.$/)
  await expect(given).toBeVisible()

  await page.getByRole('button', { name: /^Sync Microsoft/ }).click()
  await expect(given).toBeHidden({ timeout: 60_000 })
  expect((await missing()).map((each) => each.customer)).not.toContain(customer)
})
