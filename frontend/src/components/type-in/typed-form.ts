import type { SubscriptionRow, TypedValues } from '../../api/subscriptions'

/** What is typed in; a part is sent only when it is switched on, and an empty value takes a typed one back. */
export interface TypedForm {
  useTermEnd: boolean
  termEndOn: string
  useAtTermEnd: boolean
  atTermEnd: '' | 'renews' | 'ends'
  useTerm: boolean
  term: string
  useStatus: boolean
  status: SubscriptionRow['status']
  useCreated: boolean
  createdOn: string
  useBilling: boolean
  billingCycle: string
  useTrial: boolean
  trial: '' | 'yes' | 'no'
  useCancelUntil: boolean
  /** In UTC, to the minute; "" where nothing is known. */
  cancelUntil: string
  usePrice: boolean
  unitPrice: string
  currency: string
  pricePeriod: string
}

export const statuses = ['active', 'suspended', 'expired', 'deleted', 'grace', 'unknown'] as const
export const terms = ['P1M', 'P1Y', 'P2Y', 'P3Y', 'P5Y'] as const

/** Starts with what all rows have in common; nothing is switched on for several rows. */
export function startForm(rows: SubscriptionRow[]): TypedForm {
  const same = <T>(of: (row: SubscriptionRow) => T, otherwise: T): T => {
    const first = rows[0]
    return first && rows.every((row) => of(row) === of(first)) ? of(first) : otherwise
  }
  return {
    useTermEnd: false,
    termEndOn: same((row) => row.term_end_on, ''),
    useAtTermEnd: false,
    atTermEnd: same((row) => row.at_term_end, ''),
    useTerm: false,
    term: same((row) => row.term, ''),
    useStatus: false,
    status: same((row) => row.status, 'unknown'),
    useCreated: false,
    createdOn: same((row) => row.created_on, ''),
    useBilling: false,
    billingCycle: same((row) => row.billing_cycle, ''),
    useTrial: false,
    trial: same((row) => (row.trial === null ? '' : row.trial ? 'yes' : 'no'), ''),
    useCancelUntil: false,
    cancelUntil: same((row) => row.cancel_until?.slice(0, 16) ?? '', ''),
    usePrice: false,
    unitPrice: same((row) => row.unit_price, ''),
    currency: same((row) => row.currency, '') || 'EUR',
    pricePeriod: same((row) => row.price_period, '') || 'month',
  }
}

/** Reads "1.234,56", "1,234.56" or "5,10" as a decimal with a point; undefined where it is no price. */
export function parsePrice(text: string): string | undefined {
  const plain = text.replace(/[\s\u00a0']/g, '')
  if (!/^\d[\d.,]*$/.test(plain)) return undefined
  const mark = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','))
  const whole = (mark < 0 ? plain : plain.slice(0, mark)).replace(/[.,]/g, '')
  const fraction = mark < 0 ? '' : plain.slice(mark + 1)
  if (mark >= 0 && fraction === '') return undefined
  return fraction === '' ? whole : `${whole}.${fraction}`
}

export function typedValues(form: TypedForm): TypedValues {
  const values: TypedValues = {}
  if (form.useTermEnd) values.term_end_on = form.termEndOn
  if (form.useAtTermEnd) values.at_term_end = form.atTermEnd
  if (form.useTerm) values.term = form.term
  if (form.useStatus) values.status = form.status
  if (form.useCreated) values.created_on = form.createdOn
  if (form.useBilling) values.billing_cycle = form.billingCycle
  if (form.useTrial) values.trial = form.trial
  if (form.useCancelUntil) values.cancel_until = form.cancelUntil && `${form.cancelUntil}:00Z`
  if (form.usePrice) {
    const price = form.unitPrice.trim() === '' ? '' : (parsePrice(form.unitPrice) ?? form.unitPrice)
    values.unit_price = price
    values.currency = price === '' ? '' : form.currency
    values.price_period = price === '' ? '' : form.pricePeriod
  }
  return values
}

function given(source: SubscriptionRow['source']): boolean {
  return source !== '' && source !== 'typed'
}

/** Vendors that list only what runs say no more by a status than that it is listed. */
function tellsStatus(row: SubscriptionRow): boolean {
  const listed = row.status_source === 'api' && row.status === 'active' && row.vendor !== 'microsoft'
  return given(row.status_source) && !listed
}

/** The rows that will be left out, because their source gives one of the facts itself. */
export function skippedRows(rows: SubscriptionRow[], form: TypedForm): SubscriptionRow[] {
  return rows.filter(
    (row) =>
      (form.useTermEnd && given(row.term_end_source)) ||
      (form.useAtTermEnd && given(row.at_term_end_source)) ||
      (form.useTerm && given(row.term_source)) ||
      (form.useStatus && form.status !== 'unknown' && tellsStatus(row)) ||
      (form.useCreated && given(row.created_on_source)) ||
      (form.useBilling && given(row.billing_cycle_source)) ||
      (form.useTrial && given(row.trial_source)) ||
      (form.useCancelUntil && given(row.cancel_until_source)),
  )
}

/** Whether anything is to be typed in: each fact has a box of its own that says so. */
export function takesAny(form: TypedForm): boolean {
  return Object.entries(form).some(([name, on]) => name.startsWith('use') && on === true)
}
