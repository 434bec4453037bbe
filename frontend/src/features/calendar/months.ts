import { addDays } from '../../lib/format'

/** Gives the month n months after one such as "2026-11". */
export function addMonths(month: string, n: number): string {
  const [year = 0, of = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, of - 1 + n, 1)).toISOString().slice(0, 7)
}

/** Gives the first and the last day of a month. */
export function daysOf(month: string): { from: string; to: string } {
  return { from: `${month}-01`, to: addDays(`${addMonths(month, 1)}-01`, -1) }
}

/** Gives the weeks of a month from Monday to Sunday; days of other months are empty. */
export function weeksOf(month: string): string[][] {
  const { from, to } = daysOf(month)
  const before = (new Date(from).getUTCDay() + 6) % 7
  const days: string[] = Array.from({ length: before }, () => '')
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  while (days.length % 7 !== 0) days.push('')
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7))
}
