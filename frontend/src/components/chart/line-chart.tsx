import type { EChartsCoreOption } from 'echarts/core'
import { useCallback, useRef } from 'react'
import type { Format } from '../../lib/format'
import { useLocale } from '../../lib/locale'
import { bytesText } from '../../lib/row-kinds'
import classes from './chart.module.css'
import { dayLength, dayOf, labelledDays, timeOf } from './days'
import { chartText, chartTooltip, token, useChart } from './use-chart'

export interface Series {
  name: string
  /** A token such as "--chart-bought". */
  color: string
  dash?: 'solid' | 'dashed' | 'dotted'
  area?: boolean
  /** Day and value; null is a day without one. */
  points: [string, number | null][]
}

interface Props {
  /** The question the chart answers. */
  label: string
  series: Series[]
  /** A CSS height. */
  height: string
  /** What the values are; a number of things where nothing is said. */
  unit?: 'bytes'
}

const load = () => import('./echarts')

function optionFor(series: Series[], f: Format, { label, unit }: Pick<Props, 'label' | 'unit'>): EChartsCoreOption {
  const written = (value: number) => (unit === 'bytes' ? bytesText(value, f) : f.int(value))
  const text = chartText()
  const labelled = labelledDays((series[0]?.points ?? []).map(([day]) => day)).map(timeOf)
  return {
    animation: false,
    useUTC: true,
    aria: { enabled: true, label: { description: label } },
    grid: { left: 8, right: 32, top: 12, bottom: 4, containLabel: true },
    tooltip: {
      ...chartTooltip(),
      trigger: 'axis',
      axisPointer: { lineStyle: { color: token('--line-strong') } },
      valueFormatter: (value: unknown) => (typeof value === 'number' ? written(value) : '–'),
    },
    xAxis: {
      type: 'time',
      minInterval: dayLength,
      axisLine: { lineStyle: { color: token('--line-strong') } },
      axisTick: { show: false },
      axisLabel: {
        ...text,
        hideOverlap: true,
        customValues: labelled,
        formatter: (value: number) => f.date(dayOf(value)),
      },
      axisPointer: { label: { show: false, formatter: ({ value }: { value: number }) => f.date(dayOf(value)) } },
    },
    yAxis: {
      type: 'value',
      scale: false,
      splitNumber: 4,
      minInterval: 1,
      axisLabel: { ...text, formatter: written },
      splitLine: { lineStyle: { color: token('--chart-grid') } },
    },
    series: series.map((each) => ({
      type: 'line',
      name: each.name,
      data: each.points.map(([day, value]) => [timeOf(day), value]),
      showSymbol: each.points.length < 3,
      symbolSize: 5,
      connectNulls: false,
      sampling: 'lttb',
      lineStyle: { width: 2, type: each.dash ?? 'solid', color: token(each.color) },
      itemStyle: { color: token(each.color) },
      areaStyle: each.area ? { color: token(each.color), opacity: 0.08 } : undefined,
    })),
  }
}

/** Lines over days. The legend stands above it as text; beside it every page offers the same data as a table. */
export function LineChart({ label, series, height, unit }: Props) {
  const element = useRef<HTMLDivElement>(null)
  const { f } = useLocale()
  const option = useCallback(() => optionFor(series, f, { label, unit }), [series, f, label, unit])
  useChart(element, load, option)
  return <div ref={element} role="img" aria-label={label} style={{ height }} className={classes.chart} />
}

/** Names the lines; each has its dash as well as its colour. */
export function Legend({ series }: { series: Series[] }) {
  return (
    <ul className={classes.legend}>
      {series.map((each) => (
        <li key={each.name}>
          <svg width="22" height="8" aria-hidden="true">
            <line
              x1="0"
              x2="22"
              y1="4"
              y2="4"
              strokeWidth="2.5"
              stroke={`var(${each.color})`}
              strokeDasharray={each.dash === 'dashed' ? '6 4' : each.dash === 'dotted' ? '2 3' : undefined}
            />
          </svg>
          {each.name}
        </li>
      ))}
    </ul>
  )
}
