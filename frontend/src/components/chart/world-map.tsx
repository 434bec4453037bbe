import type { EChartsCoreOption } from 'echarts/core'
import { useCallback, useRef } from 'react'
import { countryName } from '../../lib/countries'
import type { Format } from '../../lib/format'
import { useLocale } from '../../lib/locale'
import classes from './chart.module.css'
import type { boundsOf } from './world'
import { type Chart, chartText, chartTooltip, token, useChart } from './use-chart'

interface CountryValue {
  /** ISO 3166-1 alpha-2. */
  country: string
  value: number
}

interface Props {
  /** The question the map answers. */
  label: string
  /** What the values count. */
  measure: string
  values: CountryValue[]
  onPick: (country: string) => void
}

const load = () => import('./echarts-map')

interface Point {
  name: string
  value?: number
}

function optionFor(
  { label, measure, values }: Omit<Props, 'onPick'>,
  bounds: [number, number, number, number] | undefined,
  f: Format,
): EChartsCoreOption {
  const most = Math.max(1, ...values.map((each) => each.value))
  return {
    animation: false,
    aria: { enabled: true, label: { description: label } },
    tooltip: {
      ...chartTooltip(),
      renderMode: 'richText', // names are data; nothing of them is read as HTML
      formatter: ({ name, value }: Point) => {
        const country = countryName(name, f.locale)
        return value === undefined || Number.isNaN(value) ? country : `${country}: ${f.int(value)}\n${measure}`
      },
    },
    visualMap: {
      type: 'continuous',
      min: 0,
      max: most,
      calculable: false,
      hoverLink: false,
      orient: 'horizontal',
      left: 12,
      bottom: 12,
      itemHeight: 120,
      itemWidth: 10,
      text: [f.int(most), f.int(0)],
      textStyle: chartText(),
      inRange: { color: [token('--map-low'), token('--map-high')] },
    },
    series: [
      {
        type: 'map',
        map: 'world',
        roam: true,
        scaleLimit: { min: 0.5, max: 40 },
        selectedMode: false,
        boundingCoords: bounds && [
          [bounds[0], bounds[3]],
          [bounds[2], bounds[1]],
        ],
        label: { show: false },
        itemStyle: { areaColor: token('--map-land'), borderColor: token('--map-border'), borderWidth: 0.6 },
        emphasis: {
          label: { show: false },
          itemStyle: { areaColor: token('--selected'), borderColor: token('--accent'), borderWidth: 1.4 },
        },
        data: values.map(({ country, value }) => ({ name: country, value })),
      },
    ],
  }
}

/** Countries shaded by a number. It shows no more than the table beside it, which is what the keyboard works with. */
export function WorldMap({ label, measure, values, onPick }: Props) {
  const element = useRef<HTMLDivElement>(null)
  const bounds = useRef<typeof boundsOf>(undefined)
  const { f } = useLocale()
  const loaded = useCallback(async () => {
    const map = await load()
    bounds.current = map.boundsOf
    return map
  }, [])
  const option = useCallback(
    () => optionFor({ label, measure, values }, bounds.current?.(values.map((each) => each.country)), f),
    [label, measure, values, f],
  )
  const created = useCallback(
    (chart: Chart) => {
      chart.on('click', ({ name, value }) => {
        if (typeof value === 'number' && !Number.isNaN(value)) onPick(name)
      })
    },
    [onPick],
  )
  useChart(element, loaded, option, created)
  return <div ref={element} role="img" aria-label={label} className={classes.map} />
}
