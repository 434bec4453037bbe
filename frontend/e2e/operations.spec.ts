import type { Page } from '@playwright/test'
import { expectRows, settled } from './support/look'
import { type Page as List, type Schemas, serve, serveWithSandbox } from './support/program'
import { expect, test } from './support/test'

type Row = Schemas['OperationsRow']
type Summary = Schemas['OperationsSummary']

const list = (page: Page, name: string) => page.getByRole('grid', { name })

test.describe('operations', () => {
  const program = serve({ sandbox: true })

  test('every figure leads to as many rows, and back out to its customer', async ({ page }) => {
    const summary = await program.get<Summary>('/operations/summary')
    await program.open(page, '/')
    await page.getByRole('link', { name: 'Operations' }).click()
    await settled(page)
    await expectRows(page, (await program.get<List<Row>>('/operations?limit=1')).total)
    for (const [name, rows] of [
      ['Failed jobs', summary.failed_jobs],
      ['Open service requests', summary.open_requests],
      ['Services in trouble', summary.trouble],
      ['Storage consumed', summary.storage.services],
      ['Stored in Microsoft 365', summary.live.services],
    ] as const) {
      await page
        .getByRole('main')
        .getByRole('link', { name: new RegExp(`^${name}`) })
        .click()
      await expectRows(page, rows)
      await page.goBack()
    }
  })

  test('the customer with most failed jobs stands first; its count opens exactly these', async ({ page }) => {
    const [first] = (await program.get<List<Row>>('/operations?limit=1&sort=failed_jobs&desc=true')).items
    await program.open(page, '/operations')
    const cell = list(page, 'Customers and their services').locator('[role=gridcell][data-column=failed_jobs]').first()
    await expect(cell).toHaveText(String(first?.failed_jobs))
    await cell.getByRole('link').click()
    await expectRows(page, first?.failed_jobs ?? 0)
    await expect(page).toHaveURL(new RegExp(`customer=${first?.id}`))
    await page.getByRole('grid', { name: 'Jobs' }).locator('[data-index="0"]').click()
    const details = page.getByRole('dialog', { name: 'Details' })
    await details.getByRole('button', { name: first?.name }).click()
    await expect(page.getByRole('dialog', { name: 'Customer details' })).toContainText(first?.name ?? '')
  })

  test('storage is told by size, with its trend', async ({ page }) => {
    await program.open(page, '/operations?view=health')
    await page.getByText('Storage', { exact: true }).click()
    await expect(page.getByRole('img', { name: 'How did storage grow?' }).locator('svg')).toBeVisible()
    const sizes = list(page, 'Storage').locator('[role=gridcell][data-column=consumed]')
    await expect(sizes.first()).toContainText(/GB|TB/)
  })
})

test.describe('a day on which Microsoft has trouble', () => {
  const { program } = serveWithSandbox({ asOf: '2026-11-26', only: ['microsoft'] })

  test('open issues are told with their report', async ({ page }) => {
    await program.open(page, '/operations?view=health&trouble=true&service=Exchange%20Online')
    await list(page, 'Services').locator('[data-index="0"]').click()
    const details = page.getByRole('dialog', { name: 'Details' })
    await expect(details.getByRole('heading', { name: 'Open issues' })).toBeVisible()
    await expect(details.getByRole('listitem').first()).toContainText(/\w/)
  })
})
