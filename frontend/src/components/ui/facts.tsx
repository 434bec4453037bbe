import type { ReactNode } from 'react'

/** Pairs of label and value; what is empty says so by a dash. */
export function Facts({ className, facts }: { className?: string; facts: [label: string, value: ReactNode][] }) {
  return (
    <dl className={className}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value === '' || value === null || value === undefined ? '–' : value}</dd>
        </div>
      ))}
    </dl>
  )
}
