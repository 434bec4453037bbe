import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { languages, pages, settled } from './look'
import { type Page as List, type Schemas, serve } from './program'
import { expect, test } from './test'

/** The last entry of a list that goes on below its edge is no small target. */
const scrolledHalfOut = /partially obscured/

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Expects no violation of WCAG 2.2 AA in the part of the page, and names rule and elements of those there are. */
async function expectAccessible(page: Page, where: string, part = 'html') {
  await settled(page)
  const dark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
  const axe = new AxeBuilder({ page }).include(part)
  // Colours are all that differs in the dark.
  const { violations } = await (dark ? axe.withRules(['color-contrast']) : axe.withTags(wcag)).analyze()
  const found = violations.flatMap(({ id, nodes }) =>
    nodes
      .filter((node) => !scrolledHalfOut.test(node.failureSummary ?? ''))
      .map((node) => `${where}: ${id}: ${node.target.join(' ')}: ${node.failureSummary?.split('\n')[1]?.trim()}`),
  )
  expect.soft(found).toEqual([])
}

/** The tests of every screen in the colours of one theme; a file for each, so that they run side by side. */
export function meetsWcagIn(theme: 'light' | 'dark') {
  // axe looks at every element, and a screen of a table has many.
  test.use({ viewport: { width: 1280, height: 600 } })
  test.slow()

  test.describe('without data', () => {
    const program = serve()

    test(`first start and empty pages meet WCAG in ${theme} colours`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      for (const path of ['/start', '/customers', '/licences', '/sync', '/connections', '/nowhere']) {
        await program.open(page, path)
        await expectAccessible(page, path)
      }
    })
  })

  test.describe('with data', () => {
    const program = serve({ sandbox: true, customers: 30 })

    const speak = async (language: string) => {
      const settings = await program.get<Schemas['Settings']>('/settings')
      await program.call('PUT', '/settings', { ...settings, language, theme: 'system' })
    }

    test.beforeAll(() => program.call('POST', '/schedules', { cron: '30 6 * * 1-5' }))

    for (const language of languages) {
      test(`pages meet WCAG in ${theme} colours and ${language}`, async ({ page }) => {
        await speak(language)
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
        for (const [name, path] of Object.entries(pages)) {
          await program.open(page, path)
          await expectAccessible(page, name)
        }
      })
    }

    test.describe(`in ${theme} colours and German`, () => {
      test.beforeAll(() => speak('de'))
      test.beforeEach(({ page }) => page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' }))

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
        const opened = page.locator('[role=dialog], [role=menu], [role=listbox]').filter({ visible: true })
        for (const [name, open] of Object.entries(openers)) {
          await open()
          await expect(opened.first()).toBeVisible()
          await expectAccessible(page, name)
          await page.keyboard.press('Escape')
          await expect(opened).toHaveCount(0)
        }
      })
    })
  })
}
