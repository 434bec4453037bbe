import type { Page } from '@playwright/test'
import sharedGerman from '../../../backend/language/locales/de.json' with { type: 'json' }
import sharedEnglish from '../../../backend/language/locales/en.json' with { type: 'json' }
import sharedItalian from '../../../backend/language/locales/it.json' with { type: 'json' }
import sharedNorwegian from '../../../backend/language/locales/nb.json' with { type: 'json' }
import ownGerman from '../../src/locales/de.json' with { type: 'json' }
import ownEnglish from '../../src/locales/en.json' with { type: 'json' }
import ownItalian from '../../src/locales/it.json' with { type: 'json' }
import ownNorwegian from '../../src/locales/nb.json' with { type: 'json' }
import { expect } from './test'

type Catalogue = string | { [key: string]: Catalogue }

function texts(catalogue: Catalogue): string[] {
  return typeof catalogue === 'string' ? [catalogue] : Object.values(catalogue).flatMap(texts)
}

const english: Catalogue[] = [sharedEnglish, ownEnglish]

const catalogues = {
  de: [sharedGerman, ownGerman],
  it: [sharedItalian, ownItalian],
  nb: [sharedNorwegian, ownNorwegian],
} satisfies Record<string, Catalogue[]>

/** All texts of a translation. */
const translated = {
  de: catalogues.de.flatMap(texts),
  it: catalogues.it.flatMap(texts),
  nb: catalogues.nb.flatMap(texts),
}

/** Products of vendors, and modules of theirs, that are called like one of our words. */
const productNames = ['Messaging', 'Calendar', 'Users', 'Workspaces']

/** What the English interface says and that of another language does not. */
function onlyEnglish(language: keyof typeof translated): string[] {
  const own = new Set([...translated[language], ...productNames])
  return english.flatMap(texts).filter((text) => !own.has(text) && !text.includes('{{') && /[a-z]/.test(text))
}

/** Every visible text, and what is said by names, placeholders and hints. Runs in the page. */
function everythingSaid(): string[] {
  const said: string[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) said.push(node.textContent?.trim() ?? '')
  for (const element of document.querySelectorAll('*')) {
    for (const name of ['aria-label', 'placeholder', 'title', 'alt']) said.push(element.getAttribute(name) ?? '')
  }
  return said.filter((text) => text !== '')
}

/** Expects that a page in another language says nothing that only the English one does. */
export async function expectNoEnglish(page: Page, language: keyof typeof translated, where: string) {
  const shown = new Set(await page.evaluate(everythingSaid))
  const found = onlyEnglish(language).filter((text) => shown.has(text))
  expect.soft(found, `English on ${where}`).toEqual([])
}

/** The texts of two catalogues beside each other, those without values in them. */
function pairs(from: Catalogue, to: Catalogue): [string, string][] {
  if (typeof from === 'string' || typeof to === 'string') {
    return typeof from === typeof to && !String(from).includes('{{') ? [[String(from), String(to)]] : []
  }
  return Object.entries(from).flatMap(([key, text]) => (to[key] === undefined ? [] : pairs(text, to[key])))
}

/**
 * Each text of a translation with as much of it again as makes it 40 % longer than the English one: one word stays one, and
 * several stay several.
 */
export function longer(language: keyof typeof translated): Record<string, string> {
  const more: Record<string, string> = {}
  for (const [own, plain] of catalogues[language].flatMap((each, n) => pairs(each, english[n] ?? {}))) {
    const length = Math.max(Math.ceil(plain.length * 1.4), more[own]?.length ?? 0)
    const again = own.includes(' ') ? ` ${own}` : own
    if (own.length < length) more[own] = (own + again.repeat(Math.ceil(length / again.length))).slice(0, length)
  }
  return more
}
