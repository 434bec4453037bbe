import { Skeleton } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { operationsQueries, type OperationsSummary, type StoragePoint } from '../../api/operations'
import { DayTrend, type DayLine } from '../../components/chart/day-trend'
import { TrendControls } from '../../components/chart/trend-controls'
import { ExportIcon } from '../../components/export-icon'
import { ErrorState } from '../../components/ui/error-state'
import { Section } from '../../components/ui/page'
import { useLocale } from '../../lib/locale'
import { bytesText } from '../../lib/row-kinds'
import { whose } from '../../lib/url-state'
import classes from './operations.module.css'
import { RowsView } from './rows-view'

const route = getRouteApi('/operations')
const height = 'clamp(120px, calc(100vh - 640px), 220px)'

/** What services store, by size, and how that grew. */
export function StorageView({ summary }: { summary?: OperationsSummary }) {
  return (
    <>
      <div className={classes.trend}>
        <StorageTrend />
      </div>
      <RowsView view="storage" summary={summary} />
    </>
  )
}

/** How what services store grew, of the customers in scope. */
export function StorageTrend() {
  const { t } = useTranslation()
  const search = route.useSearch()
  const { days = '365', table } = search
  const navigate = route.useNavigate()
  const trend = useQuery({
    ...operationsQueries.storageTrend(whose(search), Number(days)),
    placeholderData: keepPreviousData,
  })
  const title = t('operations.trend')
  return (
    <Section
      title={title}
      aside={
        <>
          <TrendControls
            days={days}
            table={table ?? false}
            onDays={(next) => void navigate({ search: (prev) => ({ ...prev, days: next }), replace: true })}
            onTable={(next) =>
              void navigate({
                search: (prev) => ({ ...prev, table: next ? (true as const) : undefined }),
                replace: true,
              })
            }
          />
          <ExportIcon of={title} request={{ kind: 'storage-trend', filter: { days: Number(days) } }} />
        </>
      }
    >
      {trend.error && <ErrorState error={trend.error} onRetry={() => void trend.refetch()} />}
      {trend.isPending && <Skeleton height={height} m="md" w="auto" />}
      {trend.data && <Trend label={title} points={trend.data.points} table={table ?? false} />}
      {trend.data && trend.data.step > 1 && (
        <p className={classes.simulated}>{t('trend.thinned', { step: trend.data.step })}</p>
      )}
      {trend.data?.simulated && <p className={classes.simulated}>{t('trend.simulated')}</p>}
    </Section>
  )
}

const lines = [
  { id: 'protected', color: '--chart-assigned', area: true },
  { id: 'consumed', color: '--chart-used', dash: 'dotted' },
  { id: 'purchased', color: '--chart-bought', dash: 'dashed' },
  { id: 'live', color: '--chart-live' },
] as const

const nameOf = (t: TFunction, id: (typeof lines)[number]['id']) =>
  id === 'live' ? t('operations.column.live') : t(`row.${id}`)

function Trend({ label, points, table }: { label: string; points: StoragePoint[]; table: boolean }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const drawn = useMemo(
    () =>
      lines.map(({ id, ...look }): DayLine<StoragePoint> => ({
        name: nameOf(t, id),
        written: points.every((point) => point[id] === null),
        value: (point) => point[id],
        ...look,
      })),
    [points, t],
  )
  if (points.length === 0) return <p className={classes.blank}>{t('operations.trend_empty')}</p>
  return (
    <DayTrend
      label={label}
      points={points}
      lines={drawn}
      table={table}
      height={height}
      unit="bytes"
      text={(value) => bytesText(value, f)}
    />
  )
}
