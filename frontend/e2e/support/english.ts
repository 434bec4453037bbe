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

/** All texts of a translation. */
const translated = {
  de: [...texts(sharedGerman), ...texts(ownGerman)],
  it: [...texts(sharedItalian), ...texts(ownItalian)],
  nb: [...texts(sharedNorwegian), ...texts(ownNorwegian)],
}

/** Products of vendors that are called like one of our words. */
const productNames = ['Messaging']

/** What the English interface says and that of another language does not. */
function onlyEnglish(language: keyof typeof translated): string[] {
  const own = new Set([...translated[language], ...productNames])
  return [...texts(sharedEnglish), ...texts(ownEnglish)].filter(
    (text) => !own.has(text) && !text.includes('{{') && /[a-z]/.test(text),
  )
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
