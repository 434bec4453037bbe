import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { type Page as List, type SandboxConnection, type Schemas, serveWithSandbox } from './support/program'
import { expect, test } from './support/test'

const { program, sandbox } = serveWithSandbox({ connect: false, customers: 8 })

const form = (page: Page) => page.getByRole('dialog')

/** The labels of the vendors' fields, from the catalogue that the form draws them with. */
const catalogue = JSON.parse(readFileSync('../backend/language/locales/en.json', 'utf8')) as {
  field: Record<string, Record<string, { label: string }>>
}

async function credentials(vendor: SandboxConnection['vendor']): Promise<SandboxConnection> {
  const found = (await sandbox.connections()).find((each) => each.vendor === vendor)
  if (!found) throw new Error(`the sandbox has no ${vendor}`)
  // The pace that spares real vendors would make the simulator slow.
  return { ...found, fields: { ...found.fields, requests_per_minute: '0' } }
}

/** Types all values into the form, which must be open. */
async function fill(page: Page, connection: SandboxConnection) {
  await form(page).getByRole('button', { name: 'More settings' }).click()
  for (const [field, value] of Object.entries({ ...connection.fields, ...connection.secrets })) {
    const label = catalogue.field[connection.vendor]?.[field]?.label
    if (!label) throw new Error(`no label for ${field}`)
    const exact = new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}( \\*)?$`)
    const input = form(page).getByLabel(exact)
    // A choice that is right already is not typed over.
    if ((await input.inputValue()) !== value) await input.fill(value)
  }
}

const named = (name: string) => async () => {
  const { items } = await program.get<List<Schemas['ConnectionRow']>>('/connections')
  return items.find((each) => each.name === name)
}

test('a vendor is connected with the form, tested, edited without its secrets, synced and deleted', async ({
  page,
}) => {
  const webex = await credentials('webex')
  await program.open(page, '/connections')
  await page.getByRole('link', { name: 'Connect Cisco Webex' }).click()
  await fill(page, webex)
  await form(page).getByLabel('Name').fill('Webex north')

  await form(page).getByRole('button', { name: 'Test' }).click()
  await expect(form(page).getByText('It works: signed in as Robin Ashcombe.')).toBeVisible()
  await expect(form(page).getByText('The answers come from a simulator.')).toBeVisible()
  await form(page).getByRole('button', { name: 'Save' }).click()
  await expect(form(page)).toBeHidden()
  await expect(page.getByRole('table').getByRole('rowheader', { name: /Webex north/ })).toBeVisible()

  await page.getByRole('link', { name: 'Edit Webex north' }).click()
  for (const secret of ['Client secret', 'Refresh token']) {
    await expect(form(page).getByLabel(secret)).toHaveValue('')
    await expect(form(page).getByLabel(secret)).toHaveAttribute('placeholder', 'stored; leave empty to keep it')
  }
  await form(page).getByLabel('Name').fill('Webex south')
  await form(page).getByRole('button', { name: 'Test' }).click()
  await expect(form(page).getByText('It works: signed in as Robin Ashcombe.')).toBeVisible()
  await form(page).getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('table').getByRole('rowheader', { name: /Webex south/ })).toBeVisible()

  await page.getByRole('button', { name: 'Sync Webex south now' }).click()
  await program.synced()
  expect((await named('Webex south')())?.records).toBeGreaterThan(0)

  await page.getByRole('button', { name: 'Delete Webex south' }).click()
  const confirm = page.getByRole('dialog', { name: 'Delete Webex south?' })
  await expect(confirm.getByRole('button', { name: 'Delete' })).toBeDisabled()
  await confirm.getByLabel('Type “Webex south” to confirm').fill('Webex south')
  await confirm.getByRole('button', { name: 'Delete' }).click()
  await expect(confirm).toBeHidden()
  await expect(page.getByText('No connection yet')).toBeVisible()
  const customers = await program.get<List<unknown>>('/customers')
  expect(customers.total).toBe(0)
})

test.describe('a wrong secret', () => {
  for (const vendor of ['webex', 'microsoft'] as const) {
    test(`of ${vendor} is said in a sentence, and no secret is shown`, async ({ page }) => {
      const right = await credentials(vendor)
      const wrong = { ...right, secrets: { ...right.secrets, client_secret: 'not-the-secret-of-this-app' } }
      await program.open(page, `/connections?edit=new&vendor=${vendor}`)
      await fill(page, wrong)
      await form(page).getByRole('button', { name: 'Test' }).click()
      await expect(form(page).getByRole('alert')).toContainText(
        /The vendor does not accept the client ID or the client secret\. Copy both again/,
      )
      for (const secret of Object.values(wrong.secrets)) {
        expect(await page.locator('body').innerText()).not.toContain(secret)
      }
    })
  }
})

test.describe('a name that is taken', () => {
  test.use({ provoked: /409 \(Conflict\) .*\/api\/connections/ })

  test('is refused, and what was typed stays', async ({ page }) => {
    await program.connect(sandbox, 'microsoft')
    const microsoft = await credentials('microsoft')
    await program.open(page, '/connections?edit=new&vendor=microsoft')
    await fill(page, microsoft)
    await form(page).getByLabel('Name').fill(microsoft.name)
    await form(page).getByRole('button', { name: 'Save' }).click()
    await expect(form(page).getByRole('alert')).toHaveText(
      'There is already a connection with this name. Choose another one.',
    )
    await expect(form(page).getByLabel('Application ID')).toHaveValue(microsoft.fields.client_id ?? '')
  })
})

test('a connection is paused and resumed by keyboard', async ({ page }) => {
  await program.connect(sandbox, 'webex')
  await program.open(page, '/connections')
  const takesPart = page.getByRole('switch', { name: 'Webex (sandbox) takes part in syncs' })
  const line = page.getByRole('row', { name: /Webex \(sandbox\)/ })
  await takesPart.press('Space')
  await expect(line).toContainText('Paused')
  expect((await named('Webex (sandbox)')())?.state).toBe('paused')
  await takesPart.press('Space')
  await expect(line).not.toContainText('Paused')
})
