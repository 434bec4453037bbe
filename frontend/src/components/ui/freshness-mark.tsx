import { IconAlertTriangle, IconCircleCheck, IconClockExclamation, IconCloudOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Coverage } from '../../api/dashboard'
import { freshness } from '../../lib/freshness'
import classes from './freshness-mark.module.css'

const states = {
  complete: [IconCircleCheck, 'good'],
  partial: [IconAlertTriangle, 'soon'],
  stale: [IconClockExclamation, 'calm'],
  none: [IconCloudOff, 'calm'],
} as const

/** Whether figures can be relied on, in colour, icon and word. */
export function FreshnessMark({ coverage }: { coverage: Coverage }) {
  const { t } = useTranslation()
  const state = freshness(coverage)
  const [Icon, tone] = states[state]
  return (
    <span className={classes.mark} data-tone={tone}>
      <Icon size={14} stroke={1.8} aria-hidden />
      {t(`freshness.${state}`)}
    </span>
  )
}
