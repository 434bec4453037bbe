import type { TFunction } from 'i18next'
import kindFields from '../../../app/rowfields.json'
import fieldTests from '../../../app/rowtests.json'
import type { StoredRow } from '../api/rows'
import type { Testable } from './column-tests'
import { type Format, majorUnits } from './format'

/** Which fields of a kind a reader wants to see, in this order; the first names the row. Files show the same. */
const kinds: Record<string, string[]> = kindFields

/** The fields shown below the title. */
export function shownOf(kind: string): string[] {
  return (kinds[kind] ?? []).slice(1)
}

/** The field that names a row. */
export function titleField(kind: string): string {
  return kinds[kind]?.[0] ?? 'key'
}

export function titleOf(kind: string, row: StoredRow): string {
  const field = titleField(kind)
  const value = field === 'key' ? row.key : row.row[field]
  return typeof value === 'string' && value !== '' ? value : row.key
}

const tests: Partial<Record<Testable, string[]>> = fieldTests

/**
 * How lists can be narrowed down by a field. Vendors' words are shown translated, so that what is read is not what is
 * stored: they cannot; nor can a yes or no, or an amount in some currency. Go tests its lists by the same table.
 */
export function testOf(field: string): Testable | undefined {
  return (['text', 'number', 'size', 'day'] as const).find((kind) => tests[kind]?.includes(field))
}

const moment = /^\d{4}-\d{2}-\d{2}T/
const day = /^\d{4}-\d{2}-\d{2}$/
const bytes = new Set(['consumed', 'protected', 'purchased', 'size'])

/** Writes bytes in the unit that leaves at most three digits before the point; 1 GB is 10⁹ bytes, as vendors count. */
export function bytesText(value: number, f: Format): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']
  let n = 0
  while (Math.abs(value) >= 999.95 && n < units.length - 1) {
    value /= 1000
    n++
  }
  return `${f.decimal(value.toFixed(n === 0 ? 0 : 1))}\u00a0${units[n]}`
}

/** Exact decimals that travel as text. */
const decimals = new Set(['quantity', 'unit_price'])

/** Whether a value is a number, an amount or an exact decimal: such stand at the right. */
export function isNumeric(value: unknown, field: string): boolean {
  return typeof value === 'number' || isMoney(value) || (decimals.has(field) && value !== '')
}

const wordFields = new Set(['status', 'state', 'severity', 'kind', 'service'])

/** A vendor's own word for a state, in the reader's language where it is known. */
function vendorWord(value: string, t: TFunction): string {
  return /^[a-zA-Z_]+$/.test(value) ? t(`vendor_word.${value}`, { defaultValue: value }) : value
}

interface Money {
  minor: number
  currency: string
}

function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'minor' in value && 'currency' in value
}

/** A value as the rest of the program writes such values; "" where there is none. */
export function valueText(value: unknown, field: string, f: Format, t: TFunction): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.filter((each) => typeof each === 'string').join(', ')
  if (isMoney(value)) return f.money(majorUnits(value.minor, value.currency), value.currency)
  switch (typeof value) {
    case 'boolean':
      return t(value ? 'row_value.yes' : 'row_value.no')
    case 'number':
      return bytes.has(field) ? bytesText(value, f) : f.int(value)
    case 'string':
      if (field === 'outcome') return value && t(`outcome.${value}`)
      if (wordFields.has(field)) return vendorWord(value, t)
      if (decimals.has(field) && /^-?\d+(\.\d+)?$/.test(value)) return f.decimal(value)
      if (moment.test(value)) return f.dateTime(value)
      return day.test(value) ? f.date(value) : value
    default:
      return ''
  }
}
