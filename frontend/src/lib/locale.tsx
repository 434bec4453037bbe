import i18next, { type TFunction } from 'i18next'
import { createContext, useContext, type ReactNode } from 'react'
import { formatFor, type Format } from './format'

interface Locale {
  /** The texts, for what stands on the page by the hundred: useTranslation costs each of them several hooks. */
  t: TFunction
  /** How values are written. */
  f: Format
  /** The user's time zone. */
  zone: string
  /** The calendar day in that zone, by the program's clock. */
  today: string
}

const LocaleContext = createContext<Locale>({ t: i18next.t, f: formatFor('en', ''), zone: '', today: '1970-01-01' })

export function LocaleProvider({ value, children }: { value: Locale; children: ReactNode }) {
  return <LocaleContext value={value}>{children}</LocaleContext>
}

export function useLocale(): Locale {
  return useContext(LocaleContext)
}
