import { expectAccessible } from './support/accessibility'
import { lowWindow, settled } from './support/look'
import { type Page as List, type Schemas, serve } from './support/program'
import { expect, test } from './support/test'

// Every page is looked at by pages-1 and pages-2; this is what opens on them, and what there is without data.
test.use({ viewport: lowWindow })
test.slow()

test.describe('without data', () => {
  const program = serve()

  test('first start and empty pages meet WCAG', async ({ page }) => {
    for (const path of ['/start', '/customers', '/licences', '/sync', '/connections', '/nowhere']) {
      await program.open(page, path)
      await expectAccessible(page, path)
    }
  })
})

test.describe('with data, in German', () => {
  const program = serve({ sandbox: true, customers: 30 })

  test.beforeAll(async () => {
    await program.call('POST', '/schedules', { cron: '30 6 * * 1-5' })
    await program.configure({ language: 'de', theme: 'system' })
  })

  test('the drawers of a customer and of a run meet WCAG', async ({ page }) => {
    const { items } = await program.get<List<Schemas['CustomerRow']>>('/customers?sort=subscriptions&desc=true')
    await program.open(page, `/customers?open=${items[0]?.id}`)
    const drawer = page.getByRole('dialog')
    await expect(drawer.getByRole('tab').first()).toBeVisible()
    for (const tab of await drawer.getByRole('tab').all()) {
      await tab.click()
      await expectAccessible(page, `customer drawer, ${await tab.innerText()}`, '[role=dialog]')
    }
    const runs = await program.get<List<Schemas['Run']>>('/runs')
    await program.open(page, `/sync?run=${runs.items[0]?.id}`)
    await expect(drawer.getByRole('listitem').first()).toBeVisible()
    await expectAccessible(page, 'run drawer', '[role=dialog]')
  })

  test('dialogs meet WCAG', async ({ page }) => {
    const dialog = page.getByRole('dialog')
    for (const vendor of ['webex', 'microsoft']) {
      await program.open(page, `/connections?edit=new&vendor=${vendor}`)
      await expect(dialog).toBeVisible()
      await expectAccessible(page, `form of ${vendor}`, '[role=dialog]')
    }
    await program.open(page, '/connections')
    await page.getByRole('button', { name: 'Webex (sandbox) löschen' }).click()
    await expect(dialog).toBeVisible()
    await expectAccessible(page, 'question before deleting', '[role=dialog]')

    await program.open(page, '/sync')
    await page
      .getByRole('button', { name: /Zeitplan/ })
      .first()
      .click()
    await expect(dialog).toBeVisible()
    await expectAccessible(page, 'form of a schedule', '[role=dialog]')

    await program.open(page, '/licences')
    await page.getByRole('checkbox').nth(1).check()
    await page
      .getByRole('main')
      .getByRole('button', { name: /1 Zeile/ })
      .click()
    await expect(dialog).toBeVisible()
    await expectAccessible(page, 'form of typed values', '[role=dialog]')
  })

  test('what opens from the frame and the tables meets WCAG', async ({ page }) => {
    await program.open(page, '/customers')
    await settled(page)
    const toolbar = page.getByRole('toolbar')
    const openers = {
      palette: () => page.keyboard.press('Control+k'),
      tray: () => page.getByRole('banner').getByRole('button', { name: 'Stand der Synchronisierung' }).click(),
      scope: () =>
        page
          .getByRole('banner')
          .getByRole('button', { name: /Alle Kunden/ })
          .click(),
      filter: () => toolbar.getByRole('button', { name: 'Status' }).click(),
      columns: () => page.getByRole('button', { name: 'Spalten' }).click(),
      'row menu': () => page.getByRole('gridcell').first().click({ button: 'right' }),
    }
    const opens = '[role=dialog], [role=menu], [role=listbox]'
    const opened = page.locator(opens).filter({ visible: true })
    for (const [name, open] of Object.entries(openers)) {
      await open()
      await expect(opened.first()).toBeVisible()
      await expectAccessible(page, name, opens)
      await page.keyboard.press('Escape')
      await expect(opened).toHaveCount(0)
    }
  })
})
