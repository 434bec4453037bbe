import type { TFunction } from 'i18next'

/** A schedule as the simple editor knows it. */
export type Plan =
  | { kind: 'hours'; every: number; minute: number }
  | { kind: 'daily'; time: string }
  | { kind: 'weekdays'; time: string }
  | { kind: 'custom'; cron: string }

const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

function timeOf(minute: string, hour: string): string {
  return `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`
}

const number = /^\d{1,2}$/

/** Reads a cron expression of five fields; what the simple editor does not know stays custom. */
export function planOf(cron: string): Plan {
  const [minute = '', hour = '', day, month, weekday, more] = cron.trim().split(/\s+/)
  const plain = day === '*' && month === '*' && more === undefined
  if (!plain || !number.test(minute)) return { kind: 'custom', cron }
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
    case 'weekdays': {
      const [hour = '0', minute = '0'] = plan.time.split(':')
      return `${Number(minute)} ${Number(hour)} * * ${plan.kind === 'daily' ? '*' : '1-5'}`
    }
    case 'custom':
      return plan.cron.trim()
  }
}

function weekly(cron: string, t: TFunction): string | undefined {
  const [minute = '', hour = '', day, month, weekday = ''] = cron.trim().split(/\s+/)
  if (day !== '*' || month !== '*' || !number.test(minute) || !number.test(hour)) return undefined
  if (!/^[0-7](,[0-7])*$/.test(weekday)) return undefined
  const days = weekday.split(',').map((n) => t(`schedule.day.${dayNames[Number(n)]}`))
  return t('schedule.weekly', { days: days.join(', '), time: timeOf(minute, hour) })
}

/** Says a cron expression in words. */
export function cronWords(cron: string, t: TFunction): string {
  const plan = planOf(cron)
  if (plan.kind === 'daily') return t('schedule.daily', { time: plan.time })
  if (plan.kind === 'weekdays') return t('schedule.weekdays', { time: plan.time })
  if (plan.kind === 'hours') {
    return plan.every === 1
      ? t('schedule.hourly', { minute: plan.minute })
      : t('schedule.every_n_hours', { n: plan.every, minute: plan.minute })
  }
  const minutes = /^\*\/(\d{1,2}) \* \* \* \*$/.exec(cron.trim())?.[1]
  if (minutes) return t('schedule.every_n_minutes', { n: minutes })
  return weekly(cron, t) ?? t('schedule.custom', { cron })
}
