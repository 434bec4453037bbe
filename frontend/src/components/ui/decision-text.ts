import type { TFunction } from 'i18next'
import type { Decision } from '../../api/calendar'
import { type Format, formatFor, majorUnits } from '../../lib/format'

/** The last moment to act, in the user's time and in the vendor's, with what is left to it. */
export function actText(row: Decision, t: TFunction, f: Format): string {
  const until = row.act_until ? f.dateTime(row.act_until) : f.date(row.act_on)
  if (!until || row.days_left === null) return t('value.unknown')
  return [until, utcShort(row, f), untilText(row, row.days_left, t, f)].filter(Boolean).join(' · ')
}

const hour = 3_600_000

/** What is left: to a moment within the next two days in hours. */
function untilText(row: Decision, days: number, t: TFunction, f: Format): string {
  if (!row.act_until || days > 2) return leftText(days, t, f)
  const left = Date.parse(row.act_until) - Date.now()
  if (left < 0) return t('calendar.over')
  const hours = Math.floor(left / hour)
  return hours === 0 ? t('calendar.last_hour') : t('calendar.hours_left', { count: hours, number: f.int(hours) })
}

/** The vendor's time, with its day where that is another one than here. */
function utcShort(row: Decision, f: Format): string {
  if (!row.act_until) return ''
  const utc = formatFor(f.locale, 'UTC', f.dated)
  const sameDay = f.dateTime(row.act_until).startsWith(f.date(row.act_until.slice(0, 10)))
  return `${sameDay ? utc.time(row.act_until) : utc.dateTime(row.act_until)} UTC`
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

export function amountText(
  row: Pick<Decision, 'amount' | 'price_period' | 'access_kind'>,
  t: TFunction,
  f: Format,
): string {
  if (!row.amount) return row.access_kind ? '' : t('value.no_price')
  const { minor, currency } = row.amount
  return `${f.money(majorUnits(minor, currency), currency)} ${t(`price_period.${row.price_period || 'month'}`)}`
}
