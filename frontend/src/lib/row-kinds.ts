import type { TFunction } from 'i18next'
import type { StoredRow } from '../api/rows'
import { type Format, majorUnits } from './format'

/** Which fields of a kind a reader wants to see, in this order; the first names the row. */
const kinds: Record<string, string[]> = {
  profiles: [
    'key',
    'account',
    'default_domain',
    'domains',
    'derived',
    'street',
    'postal_code',
    'city',
    'country',
    'phone',
    'contact',
    'state',
    'kind',
    'external_id',
    'tags',
    'last_sign_in_at',
  ],
  people: ['name', 'email', 'kind', 'enabled', 'pending', 'last_active_on', 'products', 'roles', 'package', 'state'],
  administrators: ['name', 'email', 'role'],
  relationships: ['name', 'status', 'starts_at', 'ends_at', 'auto_extend_days'],
  links: ['name', 'url'],
  'service-states': ['service', 'outcome', 'state'],
  incidents: ['title', 'service', 'kind', 'status', 'started_at', 'ended_at'],
  'service-requests': ['title', 'number', 'status', 'severity', 'created_at', 'updated_at', 'contact'],
  jobs: ['service', 'module', 'outcome', 'status', 'started_at', 'ended_at', 'error'],
  storage: ['service', 'module', 'consumed', 'protected', 'purchased', 'objects', 'place', 'retention'],
  usage: ['product', 'metric', 'value', 'day', 'period'],
  'scan-profiles': ['name', 'mode', 'modified_at'],
  risks: ['name', 'area', 'value', 'text'],
  erasures: ['serial', 'model', 'outcome', 'reported_at', 'product', 'version', 'operator', 'imei'],
  orders: ['key', 'ordered_at', 'status', 'billing_cycle'],
  agreements: ['kind', 'agreed_on', 'contact', 'email'],
  invoices: ['number', 'issued_on', 'from_on', 'to_on', 'total'],
  'invoice-lines': ['product', 'invoice', 'charge', 'quantity', 'unit_price', 'amount', 'from_on', 'to_on'],
  'sub-partners': ['key', 'state', 'number', 'created_on'],
  documents: ['title', 'service', 'from_on', 'to_on', 'state', 'created_at'],
}

/** The fields shown below the title. */
export function shownOf(kind: string): string[] {
  return (kinds[kind] ?? []).slice(1)
}

export function titleOf(kind: string, row: StoredRow): string {
  const field = kinds[kind]?.[0] ?? 'key'
  const value = field === 'key' ? row.key : row.row[field]
  return typeof value === 'string' && value !== '' ? value : row.key
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
      if (moment.test(value)) return f.dateTime(value)
      return day.test(value) ? f.date(value) : value
    default:
      return ''
  }
}
