import { expectAccessible } from './accessibility'
import { expectNoEnglish } from './english'
import { expectFits, expectFitsLonger } from './fit'
import { languages, lowWindow, pages, settled } from './look'
import { type Page as List, type Program, type Schemas, serve } from './program'
import { test } from './test'

/**
 * Looks at every other page, in two files that run side by side: nothing is English, everything fits every window, and
 * axe finds nothing in light and dark. One visit does for all, because loading a page takes longer than looking at it.
 */
export function everyOtherPage(first: 0 | 1) {
  const program = serve({ sandbox: true, customers: 30 })
  test.use({ viewport: lowWindow })
  test.slow()
  test.beforeAll(() => program.call('POST', '/schedules', { cron: '30 6 * * 1-5' }))

  for (const language of languages) {
    test(`pages are translated, fit and meet WCAG in ${language}`, async ({ page }) => {
      await program.configure({ language, theme: 'system' })
      const customer = await mostSided(program)
      for (const [name, path] of Object.entries(pages).filter((_, n) => n % 2 === first)) {
        await page.setViewportSize(lowWindow)
        await program.open(page, addressAt(path, customer.id))
        await settled(page)
        if (language !== 'en') await expectNoEnglish(page, language, name)
        await expectAccessible(page, name)
        await expectFits(page, name)
        if (language !== 'en') await expectFitsLonger(page, name, language)
      }
    })
  }
}

/** The page of a customer who is there. */
function addressAt(path: string, customer: number) {
  return path.replace('/customers/1', `/customers/${customer}`).replace('customer=1', `customer=${customer}`)
}

/**
 * The customer with the most vendors, and of those the one with the longest name: its page has the most to say. Which number
 * it has differs from run to run.
 */
async function mostSided(program: Program) {
  const { items } = await program.get<List<Schemas['CustomerRow']>>('/customers?limit=200')
  const size = ({ vendors, name }: Schemas['CustomerRow']) => vendors.length * 1000 + name.length
  const [first, ...rest] = items
  if (!first) throw new Error('there are no customers')
  return rest.reduce((most, each) => (size(each) > size(most) ? each : most), first)
}
