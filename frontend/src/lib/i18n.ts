import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import sharedDe from '../../../backend/language/locales/de.json'
import sharedEn from '../../../backend/language/locales/en.json'
import uiDe from '../locales/de.json'
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

const languages = ['en', 'de'] as const

/** Starts i18next with the texts that Go shares and those that only the interface has. */
export function startTexts(language: string) {
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    supportedLngs: [...languages],
    resources: {
      en: { translation: { ...flatten(sharedEn), ...flatten(uiEn) } },
      de: { translation: { ...flatten(sharedDe), ...flatten(uiDe) } },
    },
    keySeparator: false,
    nsSeparator: false,
    interpolation: { prefix: '{{.', suffix: '}}', escapeValue: false },
    initAsync: false,
  })
  return i18next
}
