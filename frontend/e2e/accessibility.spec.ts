import german from '../src/locales/de.json' with { type: 'json' }
import { expectAccessible } from './support/accessibility'
import { lowWindow, settled } from './support/look'
import { type Page as List, type Schemas, serve } from './support/program'
import { expect, test } from './support/test'

/** A text with whatever values in it. */
const withAny = (text: string) => new RegExp(text.replaceAll(/\{\{.*?\}\}/g, '.*'))

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
      'values of a filter': () => toolbar.getByRole('button', { name: 'Anbieter' }).click(),
      'more filters': () => toolbar.getByRole('button', { name: german.filter.more }).click(),
      'test of a column': async () => {
        await toolbar.getByRole('button', { name: german.filter.more }).click()
        await page.getByRole('menuitem', { name: 'Domain' }).click()
      },
      export: () => page.getByRole('main').getByRole('button', { name: german.export.button }).click(),
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

  test('menus and dialogs of the customers meet WCAG', async ({ page }) => {
    const { items } = await program.get<List<Schemas['CustomerRow']>>(
      '/customers?vendors=webex&sort=subscriptions&desc=true',
    )
    await program.open(page, '/customers')
    await settled(page)
    const button = (name: string | RegExp) => page.getByRole('main').getByRole('button', { name })
    const menu = page.getByRole('menu')
    const item = (name: string | RegExp) => menu.getByRole('menuitem', { name }).first()
    const dialog = page.getByRole('dialog')
    const look = async (name: string, part: 'menu' | 'dialog') => {
      await expect(page.getByRole(part)).toBeVisible()
      await expectAccessible(page, name, `[role=${part}]`)
    }
    // A list that a field has open goes first.
    const close = () =>
      expect(async () => {
        await page.keyboard.press('Escape')
        await expect(dialog).toHaveCount(0, { timeout: 1000 })
      }).toPass()

    await button(german.views.button).click()
    await look('views', 'menu')
    await item(german.views.save).click()
    await look('name of a view', 'dialog')
    await close()

    await page.getByRole('checkbox').nth(1).check()
    const tags = button(german.tag.selected.one.replace('{{.count}}', '1'))
    await tags.click()
    await look('tags', 'menu')
    await item(german.tag.give_selected).click()
    await look('tag', 'dialog')
    await close()
    await tags.click()
    await item(german.tag.manage_item).click()
    await look('all tags', 'dialog')
    await close()

    await program.open(page, `/customers/${items[0]?.id}`)
    await settled(page)
    await button(german.portal.open).click()
    await look('links to portals', 'menu')
    await item(withAny(german.portal.edit)).click()
    await look('templates of links', 'dialog')
    await close()
    await button(german.assigned_users.show).first().click()
    await expect(dialog.getByRole('table')).toBeVisible()
    await look('assigned users', 'dialog')
  })

  test('what opens on the other pages meets WCAG', async ({ page }) => {
    const dialog = page.getByRole('dialog')
    const places: Record<string, { path: string; open?: () => Promise<void> }> = {
      'many connections': { path: '/connections?edit=many' },
      'what a connection has read': {
        path: '/connections',
        open: () => page.getByRole('main').getByLabel(withAny(german.connections.read_of)).first().click(),
      },
      'a failed job': {
        path: '/operations?view=jobs&outcome=failed',
        open: () => page.getByRole('gridcell').first().click(),
      },
      notifications: {
        path: '/',
        open: () =>
          page
            .getByRole('banner')
            .getByRole('button', { name: withAny(german.notifications.bell.other) })
            .click(),
      },
      'what a figure means': {
        path: '/dashboard',
        open: () =>
          page
            .getByRole('main')
            .getByRole('button', { name: withAny(german.dashboard.definition_of) })
            .first()
            .click(),
      },
      'an import': {
        path: '/imports',
        open: async () => {
          const choosing = page.waitForEvent('filechooser')
          await page.getByRole('button', { name: german.imports.open }).first().click()
          const file = Buffer.from('Kundenname;Produkt;Ablaufdatum\r\nNiemand;Webex Meetings;1.3.2027\r\n')
          await (await choosing).setFiles({ name: 'Daten.csv', mimeType: 'text/csv', buffer: file })
        },
      },
    }
    for (const [name, { path, open }] of Object.entries(places)) {
      await program.open(page, path)
      await settled(page)
      await open?.()
      await expect(dialog).toBeVisible()
      await expectAccessible(page, name, '[role=dialog]')
    }
  })
})
