import { SegmentedControl, Skeleton } from '@mantine/core'
import { IconChartLine, IconTable } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { dashboardQueries, type DashboardScope } from '../../api/dashboard'
import { SeatTrend } from '../../components/chart/seat-trend'
import { ErrorState } from '../../components/ui/error-state'
import { Section } from '../../components/ui/page'
import classes from './dashboard.module.css'
import { trendDays } from './dashboard-search'

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
          <SegmentedControl
            size="xs"
            aria-label={t('trend.period')}
            value={days}
            data={trendDays.map((each) => ({ value: each, label: t('trend.days', { days: each }) }))}
            onChange={(value) =>
              void navigate({
                search: (prev) => ({ ...prev, days: trendDays.find((each) => each === value) }),
                replace: true,
              })
            }
          />
          <SegmentedControl
            size="xs"
            aria-label={t('trend.view')}
            value={view}
            data={[
              { value: 'chart', label: <ViewLabel icon={IconChartLine} text={t('trend.as_chart')} /> },
              { value: 'table', label: <ViewLabel icon={IconTable} text={t('trend.as_table')} /> },
            ]}
            onChange={(value) =>
              void navigate({
                search: (prev) => ({ ...prev, view: value === 'table' ? ('table' as const) : undefined }),
                replace: true,
              })
            }
          />
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

function ViewLabel({ icon: Icon, text }: { icon: typeof IconTable; text: string }) {
  return (
    <span style={{ display: 'grid', placeItems: 'center', height: 18 }} title={text}>
      <Icon size={15} aria-hidden />
      <span className="visually-hidden">{text}</span>
    </span>
  )
}
