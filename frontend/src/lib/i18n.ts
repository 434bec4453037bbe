import i18next, { type BackendModule } from 'i18next'
import { initReactI18next } from 'react-i18next'
import sharedEn from '../../../backend/language/locales/en.json'
import uiEn from '../locales/en.json'

export interface TextTree {
  [key: string]: string | TextTree
}

function isPlural(value: TextTree): boolean {
  return typeof value.one === 'string' && typeof value.other === 'string' && Object.keys(value).length === 2
}

/** Makes one flat list of texts; {"one", "other"} becomes the two plural keys i18next looks for. */
export function flatten(tree: TextTree, prefix = '', into: Record<string, string> = {}): Record<string, string> {
  for (const [name, value] of Object.entries(tree)) {
    const key = prefix + name
    if (typeof value === 'string') into[key] = value
    else if (isPlural(value)) {
      into[`${key}_one`] = String(value.one)
      into[`${key}_other`] = String(value.other)
    } else flatten(value, `${key}.`, into)
  }
  return into
}

type Catalogue = { default: TextTree }

/** The texts that Go shares and those that only the interface has, of each language but English, read when needed. */
const catalogues: Record<string, () => Promise<[Catalogue, Catalogue]>> = {
  de: () => Promise.all([import('../../../backend/language/locales/de.json'), import('../locales/de.json')]),
  it: () => Promise.all([import('../../../backend/language/locales/it.json'), import('../locales/it.json')]),
  nb: () => Promise.all([import('../../../backend/language/locales/nb.json'), import('../locales/nb.json')]),
}

export const languages = ['en', ...Object.keys(catalogues)]

/** Whole millions, which have a plural form of their own in Italian, read like any other number. */
function withMillions(texts: Record<string, string>): Record<string, string> {
  const others = Object.entries(texts).filter(([key]) => key.endsWith('_other'))
  return { ...texts, ...Object.fromEntries(others.map(([key, text]) => [key.replace(/other$/, 'many'), text])) }
}

const lazily: BackendModule = {
  type: 'backend',
  init: () => {},
  read: (language, _namespace, done) => {
    const read = catalogues[language] ?? (() => Promise.reject(new Error(`no texts in ${language}`)))
    read().then(
      ([shared, ui]) => done(null, withMillions({ ...flatten(shared.default), ...flatten(ui.default) })),
      (reason: unknown) => done(reason instanceof Error ? reason : String(reason), null),
    )
  },
}

/** Gives the interface's language nearest to what a browser asks for ("de-AT", "nn", "no"), English where none is near. */
export function nearestLanguage(asked: string): string {
  const [tag = ''] = asked.toLowerCase().split('-')
  const language = tag === 'no' || tag === 'nn' ? 'nb' : tag
  return languages.includes(language) ? language : 'en'
}

/** Starts i18next. English is there at once, and stands in where a text is missing; the promise waits for the others. */
export function startTexts(language: string) {
  const ready = i18next
    .use(initReactI18next)
    .use(lazily)
    .init({
      lng: language,
      fallbackLng: 'en',
      supportedLngs: languages,
      resources: { en: { translation: { ...flatten(sharedEn), ...flatten(uiEn) } } },
      partialBundledLanguages: true,
      keySeparator: false,
      nsSeparator: false,
      interpolation: { prefix: '{{.', suffix: '}}', escapeValue: false },
      initAsync: false,
    })
  return { t: i18next.t, ready }
}
