import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { type Page as List, type SandboxConnection, type Schemas, serveWithSandbox } from './support/program'
import { expect, test } from './support/test'

const { program, sandbox } = serveWithSandbox({ connect: false, customers: 8 })

/** The labels of the vendors' fields, from the catalogue that the form draws them with. */
const catalogue = JSON.parse(readFileSync('../backend/language/locales/en.json', 'utf8')) as {
  field: Record<string, Record<string, { label: string }>>
}

const current = (page: Page) => page.getByRole('list', { name: 'Steps' }).locator('[aria-current=step]')

async function fill(page: Page, values: Record<string, string>) {
  for (const [field, value] of Object.entries(values)) {
    const label = catalogue.field.webex?.[field]?.label
    if (!label) throw new Error(`no label for ${field}`)
    const exact = new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}( \\*)?$`)
    const input = page.getByRole('main').getByLabel(exact)
    // A choice that is right already is not typed over.
    if ((await input.inputValue()) !== value) await input.fill(value)
  }
}

test('the first start leads from the language to the first sync, is left and taken up again, and survives an end', async ({
  page,
}) => {
  const webex = (await sandbox.connections()).find((each) => each.vendor === 'webex') as SandboxConnection
  const fields: Record<string, string> = { ...webex.fields, requests_per_minute: '0' }
  await program.open(page)
  await expect(current(page)).toHaveText(/Welcome/)
  await page.getByRole('combobox', { name: 'Dates' }).click()
  await page.getByRole('option', { name: /month first/ }).click()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Cisco Webex' }).click()
  await page.getByRole('button', { name: 'More settings' }).click()
  await fill(page, fields)

  // Left, the program ended and started anew: the fields are there, the secrets are not.
  await page.getByRole('button', { name: 'Continue later' }).click()
  await expect(page.getByText('No vendor is connected yet')).toBeVisible()
  await page.goto('about:blank') // what the page still asks for would be refused
  await program.end()
  await program.serve()
  await program.open(page)
  await page.getByRole('link', { name: 'Continue set-up' }).click()
  await expect(current(page)).toHaveText(/Credentials/)
  await expect(page.getByLabel('Client ID')).toHaveValue(fields.client_id ?? '')
  await expect(page.getByLabel('Client secret')).toHaveValue('')

  // A wrong secret: the reason, and the way back.
  const secrets = { ...webex.secrets, client_secret: 'not the secret' }
  await fill(page, secrets)
  await page.getByRole('button', { name: 'Test the sign-in' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save and read' })).toBeDisabled()
  expect((await program.get<List<Schemas['ConnectionRow']>>('/connections')).total).toBe(0)
  await page.getByRole('button', { name: 'Back' }).click()

  await fill(page, webex.secrets)
  await page.getByRole('button', { name: 'Test the sign-in' }).click()
  await expect(page.getByText(/It works: signed in as/)).toBeVisible()
  await page.getByRole('button', { name: 'Save and read' }).click()
  await expect(current(page)).toHaveText(/First sync/)
  await expect(page.getByRole('button', { name: 'Next' })).toBeEnabled({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByText(/\d+ customers were found/)).toBeVisible()

  await page.getByRole('link', { name: 'My organisation' }).click()
  await expect(page.getByText('Done: all 1 were read completely')).toBeVisible()
  await page.getByRole('button', { name: 'They fit' }).click()
  await expect(page.getByText('Done: changed or confirmed')).toBeVisible()
})
