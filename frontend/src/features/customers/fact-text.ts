import type { TypedField } from '../../api/portals'
import { countryName } from '../../lib/countries'
import { languageName } from '../../lib/languages'

/** A fact as it reads: codes by their names. */
export function factText(field: TypedField, value: string, locale: string): string {
  if (value === '') return ''
  if (field === 'country') return countryName(value, locale)
  return field === 'language' ? languageName(value, locale) : value
}
