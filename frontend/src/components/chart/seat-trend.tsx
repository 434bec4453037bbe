import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { TrendPoint } from '../../api/dashboard'
import { useLocale } from '../../lib/locale'
import classes from './chart.module.css'
import { Legend, LineChart, type Series } from './line-chart'

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
  const series = useMemo<Series[]>(() => {
    const lines: Series[] = [
      {
        name: t('trend.bought'),
        color: '--chart-bought',
        dash: 'dashed',
        points: points.map((p) => [p.day, p.bought]),
      },
      {
        name: t('trend.assigned'),
        color: '--chart-assigned',
        area: true,
        points: points.map((p) => [p.day, p.assigned]),
      },
    ]
    if (points.some((p) => p.used !== null)) {
      lines.push({
        name: t('trend.used'),
        color: '--chart-used',
        dash: 'dotted',
        points: points.map((p) => [p.day, p.used]),
      })
    }
    return lines
  }, [points, t])
  if (points.length === 0) {
    return (
      <div className={classes.blank} style={{ height }}>
        {t('trend.empty')}
      </div>
    )
  }
  if (view === 'table') return <DayTable label={label} points={points} height={`calc(${height} + 26px)`} />
  return (
    <>
      <div className={classes.head}>
        <Legend series={series} />
      </div>
      <LineChart label={label} series={series} height={height} />
    </>
  )
}

function DayTable({ label, points, height }: { label: string; points: TrendPoint[]; height: string }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  return (
    <div className={classes.days} style={{ height }} tabIndex={0} role="group" aria-label={label}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('column.day')}</th>
            <th scope="col">{t('trend.bought')}</th>
            <th scope="col">{t('trend.assigned')}</th>
            <th scope="col">{t('trend.used')}</th>
          </tr>
        </thead>
        <tbody>
          {[...points].reverse().map((point) => (
            <tr key={point.day}>
              <td>{f.date(point.day)}</td>
              <td>{f.int(point.bought)}</td>
              <td>{f.int(point.assigned)}</td>
              <td>{point.used === null ? t('value.unknown') : f.int(point.used)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
