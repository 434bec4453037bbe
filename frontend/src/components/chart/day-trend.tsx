import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../lib/locale'
import classes from './chart.module.css'
import { Legend, LineChart, type Series } from './line-chart'

/** A line over days, and how its values are written; null is a day on which nothing is known. */
export interface DayLine<Point> extends Omit<Series, 'points'> {
  value: (point: Point) => number | null
  /** It would press the others flat, so that only the table has it. */
  written?: boolean
}

interface Props<Point> {
  /** The question the chart answers. */
  label: string
  points: Point[]
  lines: DayLine<Point>[]
  table: boolean
  /** A CSS height. */
  height: string
  unit?: 'bytes'
  text: (value: number) => string
}

/** Numbers over days, as lines or as a table of the same. */
export function DayTrend<Point extends { day: string }>({ points, lines, table, ...props }: Props<Point>) {
  const series = useMemo(
    () =>
      lines
        .filter(({ written }) => !written)
        .map(({ value, ...line }): Series => ({ ...line, points: points.map((point) => [point.day, value(point)]) })),
    [lines, points],
  )
  if (table) return <DayTable points={points} lines={lines} {...props} />
  return (
    <>
      <div className={classes.head}>
        <Legend series={series} />
      </div>
      <LineChart label={props.label} series={series} height={props.height} unit={props.unit} />
    </>
  )
}

type TableProps<Point> = Pick<Props<Point>, 'label' | 'points' | 'lines' | 'height' | 'text'>

function DayTable<Point extends { day: string }>({ label, points, lines, height, text }: TableProps<Point>) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const written = (value: number | null) => (value === null ? t('value.unknown') : text(value))
  return (
    <div
      className={classes.days}
      style={{ height: `calc(${height} + 26px)` }}
      tabIndex={0}
      role="group"
      aria-label={label}
    >
      <table>
        <thead>
          <tr>
            <th scope="col">{t('column.day')}</th>
            {lines.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...points].reverse().map((point) => (
            <tr key={point.day}>
              <td>{f.date(point.day)}</td>
              {lines.map(({ name, value }) => (
                <td key={name}>{written(value(point))}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
