import { readFile } from 'node:fs/promises'
import { serve } from './support/program'
import { expect, test } from './support/test'

const program = serve({ sandbox: true, customers: 8 })

test('a report that a connection read is saved as the vendor gave it', async ({ page }) => {
  await program.open(page, '/connections')
  await page.getByRole('link', { name: /^What .*Webex.* read$/ }).click()
  const drawer = page.getByRole('dialog', { name: 'What this connection read' })
  const documents = drawer.getByRole('region', { name: 'Documents' }).last()
  const save = documents.getByRole('button', { name: /^Save / }).first()
  const offered = page.waitForEvent('download')
  await save.click()
  const file = await offered
  expect(file.suggestedFilename()).toMatch(/\.csv$/)
  expect((await readFile(await file.path(), 'utf8')).length).toBeGreaterThan(10)
  await drawer.getByRole('button', { name: 'Close' }).click()
  await expect(drawer).toBeHidden()
})
