import type { ComponentType, ReactNode } from 'react'
import classes from './states.module.css'

interface Props {
  icon: ComponentType<{ size?: number; stroke?: number; color?: string }>
  title: string
  text: string
  /** The next step. */
  children?: ReactNode
}

export function EmptyState({ icon: Icon, title, text, children }: Props) {
  return (
    <div className={classes.state}>
      <Icon size={28} stroke={1.5} color="var(--ink-3)" />
      <h2>{title}</h2>
      <p>{text}</p>
      {children && <div className={classes.actions}>{children}</div>}
    </div>
  )
}
