import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { portalQueries } from '../../api/portals'
import { ErrorState } from '../../components/ui/error-state'
import { useLocale } from '../../lib/locale'
import classes from './customer-page.module.css'

/** What changed at a customer, from the daily snapshots and from decisions, latest first. */
export function CustomerActivity({ customer }: { customer: number }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const activity = useQuery(portalQueries.activity(customer))
  if (activity.error) return <ErrorState error={activity.error} onRetry={() => void activity.refetch()} />
  if (!activity.data) return <Skeleton height={120} />
  if (activity.data.items.length === 0) return <p className={classes.note}>{t('activity.none')}</p>
  return (
    <ol className={classes.events}>
      {activity.data.items.map((each, n) => (
        <li key={n}>
          <time dateTime={each.at ?? each.day} title={each.at ? f.dateTime(each.at) : undefined}>
            {f.date(each.day)}
          </time>
          <span>
            {t(`activity.${each.kind}`, {
              subject: each.kind === 'fact' ? t(`row.${each.subject}`) : each.subject,
              before: each.before === null ? '' : f.int(each.before),
              after: each.after === null ? '' : f.int(each.after),
            })}
            {each.undone && ` (${t('activity.undone')})`}
          </span>
          <span className={classes.quiet}>{each.connection}</span>
        </li>
      ))}
    </ol>
  )
}
