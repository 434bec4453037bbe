import classes from './sparkline.module.css'

interface Props {
  /** Values from left to right; null is a gap. */
  values: (number | null)[]
  /** What the line shows, with its numbers. */
  label: string
}

const width = 84
const height = 20
const edge = 2

/** A small line without axes: its shape, and its numbers on hover and to screen readers. */
export function Sparkline({ values, label }: Props) {
  const known = values.filter((value) => value !== null)
  const top = Math.max(...known, 1)
  const step = (width - 2 * edge) / Math.max(1, values.length - 1)
  const points = values.map((value, n) =>
    value === null ? undefined : { x: edge + n * step, y: height - edge - (value / top) * (height - 2 * edge) },
  )
  const last = points.findLast((point) => point !== undefined)
  const path = points
    .map((point, n) => point && `${n > 0 && points[n - 1] ? 'L' : 'M'}${point.x.toFixed(1)} ${point.y.toFixed(1)}`)
    .filter(Boolean)
    .join(' ')
  return (
    <svg className={classes.line} width={width} height={height} role="img" aria-label={label}>
      <title>{label}</title>
      <path d={path} />
      {last && <circle cx={last.x} cy={last.y} r={2} />}
    </svg>
  )
}
