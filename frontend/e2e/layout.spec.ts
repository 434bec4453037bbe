import { languages, pages, settled } from './support/look'
import { serve, type Schemas } from './support/program'
import { expect, test } from './support/test'

const program = serve({ sandbox: true })

const setLanguage = async (language: string) =>
  program.call('PUT', '/settings', { ...(await program.get<Schemas['Settings']>('/settings')), language })

/** What does not fit: the page itself, or buttons whose text is cut or that nobody can reach. Runs in the page. */
function misfits(): string[] {
  const found: string[] = []
  const { scrollWidth } = document.documentElement
  if (scrollWidth > innerWidth) found.push(`the page is ${scrollWidth} wide in a window of ${innerWidth}`)
  const scrolls = (element: Element) =>
    /auto|scroll/.test(getComputedStyle(element).overflowX) && element.scrollWidth > element.clientWidth
  const inScroller = (element: Element) => {
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) if (scrolls(up)) return true
    return false
  }
  const cut = (element: Element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE) &&
    element.clientWidth > 1 &&
    element.scrollWidth > element.clientWidth + 1 &&
    getComputedStyle(element).overflowX !== 'visible'
  for (const button of document.querySelectorAll('button, a[href], [role=tab], label')) {
    const box = button.getBoundingClientRect()
    const text = (button.textContent ?? '').trim()
    if (box.width <= 1 || box.height <= 1 || text === '') continue
    if (button.closest('[role=gridcell]')) continue
    if ([button, ...button.querySelectorAll('*')].some(cut)) found.push(`cut: ${text}`)
    if (box.right > innerWidth + 1 && !inScroller(button)) found.push(`out of the window: ${text}`)
  }
  return found
}

const small = { name: '1280 × 800', viewport: { width: 1280, height: 800 }, scale: 1 }
const large = { name: '1920 × 1080', viewport: { width: 1920, height: 1080 }, scale: 1 }
const zoomed = { name: '1280 × 800 zoomed to 200 %', viewport: { width: 640, height: 400 }, scale: 2 }

const looks = languages.flatMap((language) =>
  (language === 'de' ? [small, large, zoomed] : [small, zoomed]).map((window) => ({ ...window, language })),
)

for (const { name, viewport, scale, language } of looks) {
  test.describe(`at ${name} in ${language}`, () => {
    test.use({ viewport, deviceScaleFactor: scale })
    test.beforeAll(() => setLanguage(language))

    test('every page fits and no button is cut', async ({ page }) => {
      for (const [what, path] of Object.entries(pages)) {
        await program.open(page, path)
        await settled(page)
        expect.soft(await page.evaluate(misfits), what).toEqual([])
      }
    })

    test('drawer and dialogs fit', async ({ page }) => {
      const { items } = await program.get<{ items: { id: number }[] }>('/customers?sort=subscriptions&desc=true')
      for (const path of [`/customers?open=${items[0]?.id}`, '/connections?edit=new&vendor=microsoft']) {
        await program.open(page, path)
        await settled(page)
        await expect(page.getByRole('dialog').getByRole('button').first()).toBeVisible()
        expect.soft(await page.evaluate(misfits), path).toEqual([])
      }
    })
  })
}
