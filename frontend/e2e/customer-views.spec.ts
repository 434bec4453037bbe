import { expectRows, settled } from './support/look'
import { type Page as List, type Schemas, serve } from './support/program'
import { expect, test } from './support/test'

type Row = Schemas['CustomerRow']

test.describe('filters and the page of a customer', () => {
  const program = serve({ sandbox: true })
  const list = (query: string) => program.get<List<Row>>(`/customers?limit=200&${query}`)

  test('filters read as chips, are saved as a view, survive a reload and narrow the export down', async ({ page }) => {
    const wanted = await list('vendors=microsoft&vendors=webex&types=subscription')
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
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: 'CSV file' }).click()
    const stream = await (await download).createReadStream()
    let text = ''
    for await (const chunk of stream) text += String(chunk)
    expect(text.trim().split('\n')).toHaveLength(wanted.total + 1)
  })

  test('the Exchange admin of one customer opens by keyboard alone', async ({ page }) => {
    const [customer] = (await list('vendors=microsoft&sort=subscriptions&desc=true')).items
    if (!customer) throw new Error('no customer')
    await program.open(page, `/customers/${customer.id}`)
    await settled(page)
    const button = page.getByRole('button', { name: 'Open in portal' })
    for (let n = 0; n < 60 && !(await button.evaluate((each) => each === document.activeElement)); n++) {
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
    const item = page.getByRole('menuitem', { name: 'Exchange admin' })
    await expect(item).toBeVisible()
    for (let n = 0; n < 30 && !(await item.evaluate((each) => each === document.activeElement)); n++) {
      await page.keyboard.press('ArrowDown')
    }
    await page.evaluate(() =>
      document.addEventListener('click', (event) => {
        const link = (event.target as Element).closest('a')
        if (link?.target !== '_blank') return
        event.preventDefault() // nothing outside is asked in tests
        document.body.dataset.opened = link.href
      }),
    )
    await page.keyboard.press('Enter')
    await expect(page.locator('body')).toHaveAttribute(
      'data-opened',
      /^https:\/\/admin\.cloud\.microsoft\/exchange\?.*delegatedOrg=[a-z0-9]+\.onmicrosoft\.com/,
    )
  })
})
