import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconLoader,
  IconPlayerSkipForward,
  IconQuestionMark,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { Badge, type Tone } from './badge'

const looks: Record<string, [Tone, ComponentType<{ size?: number; stroke?: number }>]> = {
  ok: ['good', IconCircleCheck],
  attention: ['soon', IconAlertTriangle],
  failed: ['bad', IconCircleX],
  running: ['info', IconLoader],
  skipped: ['calm', IconPlayerSkipForward],
  unknown: ['calm', IconQuestionMark],
}

interface BadgeProps {
  outcome: string
  /** The outcome is how a service does, not how something that ran went. */
  health?: boolean
}

export function OutcomeBadge({ outcome, health }: BadgeProps) {
  const { t } = useTranslation()
  const [tone, icon] = looks[outcome] ?? looks.unknown!
  return <Badge tone={tone} icon={icon} label={health ? t(`health.${outcome}`) : t(`outcome.${outcome}`)} />
}
