import { expectFits, expectFitsLonger } from './support/fit'
import { lowWindow, settled, showAllColumns, tables, translations } from './support/look'
import { serve } from './support/program'
import { expect, test } from './support/test'

const program = serve({ sandbox: true })
const fresh = serve()

for (const language of translations) {
  test(`drawer and dialogs fit in ${language}`, async ({ page }) => {
    await program.configure({ language })
    const { items } = await program.get<{ items: { id: number }[] }>('/customers?sort=subscriptions&desc=true')
    for (const path of [`/customers?open=${items[0]?.id}`, '/connections?edit=new&vendor=microsoft']) {
      await program.open(page, path)
      await settled(page)
      await expect(page.getByRole('dialog').getByRole('button').first()).toBeVisible()
      await expectFits(page, path)
      await expectFitsLonger(page, path, language)
    }
  })

  test(`the headings of all columns fit in ${language}`, async ({ newPage: page }) => {
    await program.configure({ language })
    await showAllColumns(page)
    await page.setViewportSize(lowWindow)
    for (const path of Object.values(tables)) {
      await program.open(page, path)
      await settled(page)
      await expectFitsLonger(page, `${path} with all columns`, language)
    }
  })

  test(`the first start, with sample data offered, fits in ${language}`, async ({ page }) => {
    await fresh.configure({ language })
    await fresh.open(page, '/start')
    await settled(page)
    await expectFits(page, '/start')
  })
}
