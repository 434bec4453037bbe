import { readFile } from 'node:fs/promises'
import { expectRows, settled } from './support/look'
import { type Page as List, type Schemas, serve } from './support/program'
import { expect, test } from './support/test'
import { dataRows, sharedTexts, sheet } from './support/workbook'

type Row = Schemas['CustomerRow']

test.describe('the scope of a tag', () => {
  const program = serve({ sandbox: true })
  const tag = 'Wartung Süd'
  let members: Row[] = []

  test.beforeAll(async () => {
    const { items } = await program.get<List<Row>>('/customers?limit=200&sort=subscriptions&desc=true')
    members = items.slice(0, 5)
    await program.call('POST', '/tags/customers', { name: tag, customers: members.map(({ id }) => id), on: true })
  })

  test('is picked, stays over three pages, counts only its customers and stands in files', async ({ page }) => {
    await program.open(page, '/dashboard')
    await settled(page)
    await page.getByRole('button', { name: 'Scope: All customers' }).click()
    await page.getByRole('textbox', { name: 'Search customers and tags' }).fill('süd')
    await page.getByRole('option', { name: `${tag} 5 customers` }).click()
    await expect(page.getByRole('link', { name: /^Customers 5/ })).toBeVisible()
    await expect(page).toHaveTitle(`Dashboard – ${tag} – Tenantry`)

    const navigation = page.getByRole('navigation', { name: 'Main navigation' })
    await navigation.getByRole('link', { name: 'Customers', exact: true }).click()
    await expectRows(page, members.length)
    await expect(page).toHaveTitle(`Customers – ${tag} – Tenantry`)

    await navigation.getByRole('link', { name: 'Operations' }).click()
    await expectRows(page, members.length)

    await navigation.getByRole('link', { name: 'Licences' }).click()
    await expect(page.getByRole('heading', { name: 'Licences', level: 1 })).toBeVisible()
    await expect(page.getByRole('button', { name: `Scope: ${tag}` })).toBeVisible()
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Excel workbook' }).click()
    const download = await saving
    expect(download.suggestedFilename()).toMatch(/^tenantry-subscriptions-Wartung Süd-\d{4}-\d\d-\d\d\.xlsx$/)
    const bytes = await readFile(await download.path())
    const { total } = await program.get<List<unknown>>(`/subscriptions?limit=1&tag=${encodeURIComponent(tag)}`)
    expect(total).toBe(members.reduce((sum, row) => sum + row.subscriptions, 0))
    expect(dataRows(sheet(bytes, 'Subscriptions'))).toBe(total)
    expect(sharedTexts(bytes)).toContain(`Customers with the tag “${tag}”`)
  })

  test('is set by the palette, and leaves the page of a customer that is not in it', async ({ page }) => {
    await program.open(page, `/customers/${members[0]?.id}`)
    await settled(page)
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('wartung')
    await page.getByRole('option', { name: `Only customers with the tag “${tag}”` }).click()
    await expectRows(page, members.length)
    await expect(page).toHaveURL(/\/customers\?tag=/)

    await page.getByRole('button', { name: `Scope: ${tag}` }).click()
    await page.getByRole('option', { name: members[1]?.name, exact: true }).first().click()
    await expect(page).not.toHaveURL(/tag=/)
    await expect(page.getByRole('button', { name: `Scope: ${members[1]?.name}` })).toBeVisible()
  })
})
