import type { Page } from '@playwright/test'
import { longer } from './english'
import { lowWindow, settled } from './look'
import { expect } from './test'

/** What does not fit: the page itself, or buttons and column headings that are cut or that nobody can reach. Runs in the page. */
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
  const aLine = 8 // letters reach over the edge of their line by less
  const headings = ':is([role=columnheader], th):not(:has(button))'
  const cut = (element: Element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE) &&
    element.clientWidth > 1 &&
    (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + aLine) &&
    getComputedStyle(element).overflow !== 'visible'
  for (const button of document.querySelectorAll(`button, a[href], [role=tab], label, ${headings}`)) {
    const box = button.getBoundingClientRect()
    const text = (button.textContent ?? '').trim()
    if (box.width <= 1 || box.height <= 1 || text === '') continue
    if (button.closest('[role=gridcell]')) continue
    const toldInFull = button.getAttribute('title') === text // a name of any length
    if (!toldInFull && [button, ...button.querySelectorAll('*')].some(cut)) found.push(`cut: ${text}`)
    if (box.right > innerWidth + 1 && !inScroller(button)) found.push(`out of the window: ${text}`)
  }
  return found
}

/**
 * Windows that everything has to fit: the smallest (as low as axe has it, because nothing here depends on the height) and a
 * usual one, and the smallest zoomed to 200 %.
 */
const windows = {
  '1280 × 600': lowWindow,
  '1920 × 1080': { width: 1920, height: 1080 },
  '1280 × 800 zoomed to 200 %': { width: 640, height: 400 },
}

/** Expects that the page fits every window and no button is cut. */
export async function expectFits(page: Page, where: string) {
  for (const [name, size] of Object.entries(windows)) {
    await page.setViewportSize(size)
    await settled(page)
    expect.soft(await page.evaluate(misfits), `${where} at ${name}`).toEqual([])
  }
}

/** Makes texts longer where they stand, and titles that tell them in full. Runs in the page. */
function lengthen(longer: Record<string, string>) {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.nodeValue ?? ''
    const more = longer[text.trim()]
    if (more) node.nodeValue = text.replace(text.trim(), () => more)
  }
  for (const element of document.querySelectorAll('[title]')) {
    const more = longer[element.getAttribute('title') ?? '']
    if (more) element.setAttribute('title', more)
  }
}

/** Expects the same of texts that are 40 % longer than English in the smallest window. Afterwards the page is of no use. */
export async function expectFitsLonger(page: Page, where: string, language: Parameters<typeof longer>[0]) {
  await page.setViewportSize(lowWindow)
  await page.evaluate(lengthen, longer(language))
  await settled(page)
  expect.soft(await page.evaluate(misfits), `${where} with longer texts`).toEqual([])
}
