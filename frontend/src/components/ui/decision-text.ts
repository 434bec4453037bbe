import type { TFunction } from 'i18next'
import type { Decision } from '../../api/calendar'
import { type Format, formatFor, majorUnits } from '../../lib/format'

/** The last moment to act with the days left to it, in the user's time. */
export function actText(row: Decision, t: TFunction, f: Format): string {
  const until = row.act_until ? f.dateTime(row.act_until) : f.date(row.act_on)
  if (!until || row.days_left === null) return t('value.unknown')
  return `${until} · ${leftText(row.days_left, t, f)}`
}

export function leftText(days: number, t: TFunction, f: Format): string {
  if (days < 0) return t('calendar.over')
  return days === 0 ? t('calendar.today') : t('calendar.left', { count: days, number: f.int(days) })
}

/** The vendor's own deadline, in UTC; a day has none. */
export function utcText(row: Decision, f: Format): string {
  return row.act_until ? formatFor(f.locale, 'UTC', f.dated).dateTime(row.act_until) : ''
}

/** Says a deadline of the vendor's in its own time. */
export function actHelp(row: Decision, t: TFunction, f: Format): string {
  if (row.act_until) return t('calendar.utc', { time: utcText(row, f) })
  return row.act_on ? t('calendar.act_on') : t('calendar.act_unknown')
}

export function amountText(row: Pick<Decision, 'amount' | 'price_period' | 'access_kind'>, t: TFunction, f: Format): string {
  if (!row.amount) return row.access_kind ? '' : t('value.no_price')
  const { minor, currency } = row.amount
  return `${f.money(majorUnits(minor, currency), currency)} ${t(`price_period.${row.price_period || 'month'}`)}`
}
