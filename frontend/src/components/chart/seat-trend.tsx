import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { TrendPoint } from '../../api/dashboard'
import { useLocale } from '../../lib/locale'
import classes from './chart.module.css'
import { DayTrend, type DayLine } from './day-trend'

interface Props {
  /** The question the chart answers. */
  label: string
  points: TrendPoint[]
  view: 'chart' | 'table'
  /** A CSS height. */
  height: string
}

/** Seats bought, assigned and used over time, as lines or as a table of the same numbers. */
export function SeatTrend({ label, points, view, height }: Props) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const lines = useMemo(
    (): DayLine<TrendPoint>[] => [
      { name: t('trend.bought'), color: '--chart-bought', dash: 'dashed', value: (point) => point.bought },
      { name: t('trend.assigned'), color: '--chart-assigned', area: true, value: (point) => point.assigned },
      {
        name: t('trend.used'),
        color: '--chart-used',
        dash: 'dotted',
        written: points.every((point) => point.used === null),
        value: (point) => point.used,
      },
    ],
    [points, t],
  )
  if (points.length === 0) {
    return (
      <div className={classes.blank} style={{ height }}>
        {t('trend.empty')}
      </div>
    )
  }
  return <DayTrend label={label} points={points} lines={lines} table={view === 'table'} height={height} text={f.int} />
}
