import type { Page } from '@playwright/test'
import { settled } from './support/look'
import { type Page as List, type Schemas, serve } from './support/program'
import { expect, test } from './support/test'

const program = serve({ sandbox: true, customers: 10 })

const find = async (page: Page, text: string) => {
  await expect(page.getByRole('dialog')).toHaveCount(0) // the palette may just be closing
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill(text)
}

test('the palette goes to pages and customers by keyboard', async ({ page }) => {
  const { items } = await program.get<List<Schemas['CustomerRow']>>('/customers?sort=name')
  // Two vendors may write one company's name differently; the palette is asked for one that no other name holds.
  const names = items.map((row) => row.name.toLowerCase())
  const customer = items.findLast((row) => names.filter((name) => name.includes(row.name.toLowerCase())).length === 1)
  if (!customer) throw new Error('no customer')
  await program.open(page)
  await settled(page)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('licen') // at once, before the palette is there
  await expect(page.getByRole('dialog').getByRole('combobox')).toHaveValue('licen')
  await expect(page.getByRole('option', { name: 'Licences', exact: true })).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Licences', level: 1 })).toBeVisible()

  await find(page, customer.name)
  await expect(page.getByRole('option', { name: customer.name }).first()).toBeVisible()
  await page.getByRole('option', { name: customer.name }).first().click()
  await expect(page.getByRole('dialog', { name: 'Customer details' })).toContainText(customer.name)

  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('the scope stays from page to page until it is taken away', async ({ page }) => {
  const { items } = await program.get<List<Schemas['CustomerRow']>>('/customers?sort=bought&desc=true&limit=1')
  const [customer] = items
  await program.open(page, `/?customer=${customer?.id}`)
  const navigation = page.getByRole('navigation', { name: 'Main navigation' })
  for (const name of ['Customers', 'Licences', 'Sync', 'Dashboard']) {
    await navigation.getByRole('link', { name }).click()
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
    await expect(page.getByRole('button', { name: `Scope: ${customer?.name}` })).toBeVisible()
  }
  await page.getByRole('button', { name: /^Scope:/ }).click()
  await page.getByRole('option', { name: 'All customers' }).click()
  await expect(page.getByRole('button', { name: 'Scope: All customers' })).toBeVisible()
  await expect(page).not.toHaveURL(/customer=/)
})

test('the page can be reached without the navigation, which folds to icons and stays so', async ({ page }) => {
  await program.open(page, '/customers')
  await settled(page)
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the page' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()

  const navigation = page.getByRole('navigation', { name: 'Main navigation' })
  const width = async () => (await navigation.boundingBox())?.width
  const wide = await width()
  await page.getByRole('button', { name: 'Collapse' }).click()
  await expect.poll(width).toBeLessThan(Number(wide) / 2)
  await page.reload()
  await settled(page)
  expect(await width()).toBeLessThan(Number(wide) / 2)
  await expect(navigation.getByRole('link', { name: 'Licences' })).toBeVisible()
})
