import { useComputedColorScheme } from '@mantine/core'
import type { EChartsCoreOption, EChartsType } from 'echarts/core'
import { type RefObject, useEffect, useRef } from 'react'

/** Loads what draws a chart; it comes with the first one. */
type Load = () => Promise<{ init: (element: HTMLElement, theme: undefined, opts: { renderer: 'svg' }) => EChartsType }>

export type Chart = EChartsType

/** Draws into the element, again after each change of the option or of the colour scheme, and follows its size. */
export function useChart(
  element: RefObject<HTMLDivElement | null>,
  load: Load,
  option: () => EChartsCoreOption,
  onCreate?: (chart: EChartsType) => void,
) {
  const chart = useRef<EChartsType>(undefined)
  const created = useRef(onCreate)
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false })
  useEffect(() => {
    created.current = onCreate
  }, [onCreate])
  useEffect(() => {
    let gone = false
    const draw = async () => {
      const { init } = await load()
      if (gone || !element.current) return
      if (!chart.current) {
        chart.current = init(element.current, undefined, { renderer: 'svg' })
        created.current?.(chart.current)
      }
      chart.current.setOption(option(), { notMerge: true })
    }
    // Drawn after the colours of the other scheme are in force.
    const frame = requestAnimationFrame(() => void draw())
    return () => {
      gone = true
      cancelAnimationFrame(frame)
    }
  }, [element, load, option, scheme])
  useEffect(() => {
    const observer = new ResizeObserver(() => chart.current?.resize())
    if (element.current) observer.observe(element.current)
    return () => {
      observer.disconnect()
      chart.current?.dispose()
      chart.current = undefined
    }
  }, [element])
}

/** The value of a token such as "--line" in the scheme in force. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}

export function chartText() {
  return { color: token('--ink-2'), fontFamily: token('--font'), fontSize: 12 }
}

export function chartTooltip() {
  return {
    backgroundColor: token('--surface'),
    borderColor: token('--line-strong'),
    textStyle: { ...chartText(), color: token('--ink') },
  }
}
