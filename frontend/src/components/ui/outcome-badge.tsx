import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconClockExclamation,
  IconLoader,
  IconPlayerSkipForward,
  IconQuestionMark,
} from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import type { StoredRow } from '../../api/rows'
import { isStale } from '../../lib/freshness'
import { Badge, type Tone } from './badge'

const looks: Record<string, [Tone, ComponentType<{ size?: number; stroke?: number }>]> = {
  ok: ['good', IconCircleCheck],
  attention: ['soon', IconAlertTriangle],
  failed: ['bad', IconCircleX],
  running: ['info', IconLoader],
  skipped: ['calm', IconPlayerSkipForward],
  unknown: ['calm', IconQuestionMark],
}

/** How something that ran went. */
function OutcomeBadge({ outcome }: { outcome: string }) {
  const { t } = useTranslation()
  const [tone, icon] = looks[outcome] ?? looks.unknown!
  return <Badge tone={tone} icon={icon} label={t(`outcome.${outcome}`)} />
}

interface HealthProps {
  outcome: string
  /** When that was read. */
  at: string | null
}

/** How a service does; in grey where it was read too long ago to still be so. */
export function HealthBadge({ outcome, at }: HealthProps) {
  const { t } = useTranslation()
  const [tone, icon] = isStale(at) ? (['calm', IconClockExclamation] as const) : (looks[outcome] ?? looks.unknown!)
  return <Badge tone={tone} icon={icon} label={healthText(outcome, at, t)} />
}

export function healthText(outcome: string, at: string | null, t: TFunction): string {
  const word = t(`health.${outcome}`)
  return isStale(at) ? `${word} · ${t('freshness.stale')}` : word
}

/** The outcome of a stored row, which of the states of services is how they do. */
export function RowOutcome({ kind, row }: { kind: string; row: StoredRow }) {
  const outcome = String(row.row.outcome)
  return kind === 'service-states' ? (
    <HealthBadge outcome={outcome} at={row.synced_at} />
  ) : (
    <OutcomeBadge outcome={outcome} />
  )
}
