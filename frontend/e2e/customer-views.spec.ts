import { expectRows } from './support/look'
import { type Page as List, type Schemas, serve } from './support/program'
import { expect, test } from './support/test'

type Row = Schemas['CustomerRow']

test.describe('filters and the page of a customer', () => {
  const program = serve({ sandbox: true })
  const list = (query: string) => program.get<List<Row>>(`/customers?limit=200&${query}`)

  test('filters read as chips, are saved as a view, survive a reload and narrow the export down', async ({ page }) => {
    await program.open(page, '/customers')
    const toolbar = page.getByRole('toolbar', { name: 'Search and filters' })
    await toolbar.getByRole('button', { name: 'Vendor' }).click()
    await page.getByRole('checkbox', { name: 'Microsoft 365' }).check()
    await page.getByRole('checkbox', { name: 'Cisco Webex' }).check()
    await page.keyboard.press('Escape')
    await toolbar.getByRole('button', { name: 'More filters' }).click()
    await page.getByRole('menuitem', { name: 'Subscription type' }).click()
    await page.getByRole('checkbox', { name: 'Subscription' }).check()
    await page.keyboard.press('Escape')
    // Companies that are one are joined after a sync: whoever asks too early is told of more.
    const wanted = await list('vendors=microsoft&vendors=webex&types=subscription')
    await expectRows(page, wanted.total)
    await expect(toolbar.getByRole('button', { name: 'Vendor: Microsoft 365 or Cisco Webex' })).toBeVisible()

    await page.getByRole('button', { name: 'Views' }).click()
    await page.getByRole('menuitem', { name: 'Save as a view…' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Ours')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await toolbar.getByRole('button', { name: 'Clear filters' }).click()
    await expectRows(page, (await list('')).total)

    await page.reload()
    await page.getByRole('button', { name: 'Views' }).click()
    await page.getByRole('menuitem', { name: 'Ours', exact: true }).click()
    await expectRows(page, wanted.total)

    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    await page.getByRole('menuitem', { name: 'CSV file' }).click()
    const stream = await (await download).createReadStream()
    let text = ''
    for await (const chunk of stream) text += String(chunk)
    expect(text.trim().split('\n')).toHaveLength(wanted.total + 1)
  })
})
