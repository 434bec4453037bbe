import { Tooltip } from '@mantine/core'
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

export function Badge({ tone, icon: Icon, label, help }: Props) {
  const badge = (
    <span className={classes.badge} data-tone={tone}>
      <Icon size={13} stroke={2} />
      <span>{label}</span>
    </span>
  )
  return help ? <Tooltip label={help}>{badge}</Tooltip> : badge
}
