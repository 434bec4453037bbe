import { Skeleton } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { operationsQueries, type JobPoint } from '../../api/operations'
import { DayTrend, type DayLine } from '../../components/chart/day-trend'
import { TrendControls } from '../../components/chart/trend-controls'
import { ExportIcon } from '../../components/export-icon'
import { ErrorState } from '../../components/ui/error-state'
import { Section } from '../../components/ui/page'
import { useLocale } from '../../lib/locale'
import { whose } from '../../lib/url-state'
import classes from './operations.module.css'

const route = getRouteApi('/operations')
const height = 'clamp(110px, calc(100vh - 660px), 180px)'

/** How jobs ended day by day, of the customers in scope. */
export function JobHistory() {
  const { t } = useTranslation()
  const { f } = useLocale()
  const search = route.useSearch()
  const { days = '30', table = false } = search
  const navigate = route.useNavigate()
  const trend = useQuery({
    ...operationsQueries.jobTrend(whose(search), Number(days)),
    placeholderData: keepPreviousData,
  })
  const points = trend.data?.items
  const lines = useJobLines()
  const title = t('operations.jobs_by_day')
  return (
    <div className={classes.trend}>
      <Section
        title={title}
        aside={
          <>
            <TrendControls
              days={days}
              table={table}
              onDays={(next) => void navigate({ search: (prev) => ({ ...prev, days: next }), replace: true })}
              onTable={(next) =>
                void navigate({
                  search: (prev) => ({ ...prev, table: next ? (true as const) : undefined }),
                  replace: true,
                })
              }
            />
            <ExportIcon of={title} request={{ kind: 'job-trend', filter: { days: Number(days) } }} />
          </>
        }
      >
        {trend.error && <ErrorState error={trend.error} onRetry={() => void trend.refetch()} />}
        {trend.isPending && <Skeleton height={height} m="md" w="auto" />}
        {points?.length === 0 && <p className={classes.blank}>{t('operations.jobs_by_day_empty')}</p>}
        {points && points.length > 0 && (
          <DayTrend label={title} points={points} lines={lines} table={table} height={height} text={f.int} />
        )}
      </Section>
    </div>
  )
}

/** What went wrong is drawn, all is written down: most jobs go well, and beside them nothing else could be told apart. */
function useJobLines() {
  const { t } = useTranslation()
  return useMemo<DayLine<JobPoint>[]>(
    () => [
      { name: t('outcome.failed'), color: '--bad', area: true, value: (point) => point.failed },
      { name: t('outcome.attention'), color: '--soon', dash: 'dashed', value: (point) => point.attention },
      { name: t('outcome.ok'), color: '--good', written: true, value: (point) => point.ok },
      { name: t('outcome.other'), color: '--calm', written: true, value: (point) => point.other },
    ],
    [t],
  )
}
