import type { ComponentType } from 'react'
import classes from './badge.module.css'

/** Green done, blue open or informational, amber soon, red overdue or failed, grey unknown. Never without icon and word. */
export type Tone = 'good' | 'info' | 'soon' | 'bad' | 'calm'

interface Props {
  tone: Tone
  icon: ComponentType<{ size?: number; stroke?: number }>
  label: string
  help?: string
}

/** Badges stand in tables by the hundred, so their help is the browser's own. */
export function Badge({ tone, icon: Icon, label, help }: Props) {
  return (
    <span className={classes.badge} data-tone={tone} title={help}>
      <Icon size={13} stroke={2} />
      <span>{label}</span>
    </span>
  )
}
