import type { TFunction } from 'i18next'
import type { Notification } from '../../api/notifications'
import type { Format } from '../../lib/format'
import { daysBetween } from '../../lib/format'
import { exportName } from '../../lib/export-name'
import { errorSentence } from '../../lib/use-error-text'

/** The sentence of a notification, from its rule and what fills it. */
export function notificationText({ rule, params }: Notification, t: TFunction, f: Format): string {
  const count = Number(params.count ?? 0)
  const text = t(`notification.${rule}`, {
    ...params,
    count,
    number: f.int(count),
    what: whatOf(params, t),
    defaultValue: rule,
  })
  return params.error_key ? `${text} ${errorSentence(t, params.error_key, params)}` : text
}

/** What is missing or ends, or the export that was not written. */
function whatOf({ kind, export: written, format }: Record<string, string>, t: TFunction): string | undefined {
  if (written) return exportName({ kind: written, format: format ?? '' }, t)
  return kind && t(`access_kind.${kind}`, { defaultValue: kind })
}

/** How long there still is to act: counted here, so that it is no part of what is told. */
export function dueText(day: string, today: string, t: TFunction, f: Format): string {
  const left = daysBetween(today, day)
  if (left < 0) return t('notifications.overdue', { date: f.date(day) })
  if (left === 0) return t('notifications.due_today')
  return t('notifications.due', { date: f.date(day), days: f.days(left) })
}

/** The page that shows what it is about. */
export function notificationLink({ rule, customer_id: id, connection_id: connection }: Notification) {
  const customer = id || undefined
  switch (rule) {
    case 'jobs_failed':
      return { to: '/operations', search: { customer, view: 'jobs', outcome: 'failed', within: '7d' } } as const
    case 'over':
      return { to: '/licences', search: { customer, view: 'pools', figure: 'over' } } as const
    case 'matches':
      return { to: '/customers/matching', search: {} } as const
    case 'sign_in':
      return { to: '/connections', search: { edit: connection } } as const
    case 'access_missing':
    case 'access_ends':
      return { to: '/connections', search: {} } as const
    case 'cancel_window':
    case 'ends':
      return { to: '/calendar', search: { customer, open: customer, span: 30 } } as const
    default:
      return { to: '/sync', search: {} } as const
  }
}
