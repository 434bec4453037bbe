import type { ReactNode } from 'react'
import classes from './facts.module.css'

type Fact = [label: string, value: ReactNode]

interface Props {
  /** Another look than the usual one. */
  className?: string
  /** What is empty says so by a dash. */
  facts: Fact[]
  /** Shown only where there is a value. */
  where?: Fact[]
}

function isEmpty(value: ReactNode): boolean {
  return value === '' || value === null || value === undefined || value === false
}

/** Pairs of label and value. */
export function Facts({ className, facts, where = [] }: Props) {
  return (
    <dl className={className ?? classes.facts}>
      {[...facts, ...where.filter(([, value]) => !isEmpty(value))].map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{isEmpty(value) ? '–' : value}</dd>
        </div>
      ))}
    </dl>
  )
}
