import type { TFunction } from 'i18next'
import type { Format } from './format'

/** A schedule as the simple editor knows it. */
export type Plan =
  | { kind: 'hours'; every: number; minute: number }
  | { kind: 'daily'; time: string }
  | { kind: 'weekdays'; time: string }
  | { kind: 'monthly'; day: number; time: string }
  | { kind: 'custom'; cron: string }

function timeOf(minute: string, hour: string): string {
  return `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`
}

const number = /^\d{1,2}$/

/** Reads a cron expression of five fields; what the simple editor does not know stays custom. */
export function planOf(cron: string): Plan {
  const [minute = '', hour = '', day = '', month, weekday, more] = cron.trim().split(/\s+/)
  if (month !== '*' || more !== undefined || !number.test(minute)) return { kind: 'custom', cron }
  if (number.test(day) && weekday === '*' && number.test(hour)) {
    return { kind: 'monthly', day: Number(day), time: timeOf(minute, hour) }
  }
  if (day !== '*') return { kind: 'custom', cron }
  if (weekday === '*') {
    const every = hour === '*' ? '1' : /^\*\/(\d{1,2})$/.exec(hour)?.[1]
    if (every) return { kind: 'hours', every: Number(every), minute: Number(minute) }
    if (number.test(hour)) return { kind: 'daily', time: timeOf(minute, hour) }
  }
  if (weekday === '1-5' && number.test(hour)) return { kind: 'weekdays', time: timeOf(minute, hour) }
  return { kind: 'custom', cron }
}

/** Gives the cron expression of a plan. */
export function cronOf(plan: Plan): string {
  switch (plan.kind) {
    case 'hours':
      return `${plan.minute} ${plan.every === 1 ? '*' : `*/${plan.every}`} * * *`
    case 'daily':
    case 'weekdays':
      return `${minuteAndHour(plan.time)} * * ${plan.kind === 'daily' ? '*' : '1-5'}`
    case 'monthly':
      return `${minuteAndHour(plan.time)} ${plan.day} * *`
    case 'custom':
      return plan.cron.trim()
  }
}

function minuteAndHour(time: string): string {
  const [hour = '0', minute = '0'] = time.split(':')
  return `${Number(minute)} ${Number(hour)}`
}

/** Says a plan in words, for somebody who is just choosing it. */
export function planWords(plan: Plan, t: TFunction, f: Format): string {
  switch (plan.kind) {
    case 'hours':
      return plan.every === 1
        ? t('schedule.hourly', { minute: String(plan.minute).padStart(2, '0') })
        : t('schedule.every_n_hours', { n: plan.every, minute: String(plan.minute).padStart(2, '0') })
    case 'daily':
      return t('schedule.daily', { time: f.clock(plan.time) })
    case 'weekdays':
      return t('schedule.weekdays', { time: f.clock(plan.time) })
    case 'monthly':
      return t('schedule.monthly', { day: plan.day, time: f.clock(plan.time) })
    case 'custom':
      return t('schedule.custom', { cron: plan.cron })
  }
}

/** Says in words when a stored schedule runs; Go read its expression and names sentence and parameters. */
export function scheduleWords(
  schedule: { words_key: string; words: Record<string, string> },
  t: TFunction,
  f: Format,
): string {
  const days = schedule.words.days?.split(/,\s*/).map((day) => t(`schedule.day.${day}`))
  const time = schedule.words.time && f.clock(schedule.words.time)
  return t(schedule.words_key, { ...schedule.words, time, days: days?.join(', ') })
}
