import { Skeleton } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { dashboardQueries, type DashboardScope } from '../../api/dashboard'
import { TrendControls } from '../../components/chart/trend-controls'
import { SeatTrend } from '../../components/chart/seat-trend'
import { ExportIcon } from '../../components/export-icon'
import { ErrorState } from '../../components/ui/error-state'
import { Section } from '../../components/ui/page'
import classes from './dashboard.module.css'

const route = getRouteApi('/dashboard')
const height = 'clamp(200px, calc(100vh - 586px), 460px)'

export function TrendSection({ scope }: { scope: DashboardScope }) {
  const { t } = useTranslation()
  const { days = '365', view = 'chart' } = route.useSearch()
  const navigate = route.useNavigate()
  const trend = useQuery({ ...dashboardQueries.trend(scope, Number(days)), placeholderData: keepPreviousData })
  const title = t('trend.question')
  return (
    <Section
      title={title}
      aside={
        <>
          <TrendControls
            days={days}
            table={view === 'table'}
            onDays={(next) => void navigate({ search: (prev) => ({ ...prev, days: next }), replace: true })}
            onTable={(table) =>
              void navigate({
                search: (prev) => ({ ...prev, view: table ? ('table' as const) : undefined }),
                replace: true,
              })
            }
          />
          <ExportIcon of={title} request={{ kind: 'trend', family: scope.family, filter: { days: Number(days) } }} />
        </>
      }
    >
      <div style={{ minHeight: `calc(${height} + 34px)` }}>
        {trend.error && <ErrorState error={trend.error} onRetry={() => void trend.refetch()} />}
        {trend.isPending && <Skeleton height={height} m="md" w="auto" />}
        {trend.data && <SeatTrend label={title} points={trend.data.points} view={view} height={height} />}
      </div>
      {trend.data && trend.data.step > 1 && (
        <p className={classes.simulated}>{t('trend.thinned', { step: trend.data.step })}</p>
      )}
      {trend.data?.simulated && <p className={classes.simulated}>{t('trend.simulated')}</p>}
    </Section>
  )
}
