import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconLoader,
  IconPlayerSkipForward,
  IconQuestionMark,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ComponentType, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Badge, type Tone } from '../../components/ui/badge'
import { drop } from '../../lib/url-state'
import type { OperationsSearch } from './operations-search'
import classes from './operations.module.css'

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

/** What no source tells. */
export function Unknown() {
  const { t } = useTranslation()
  return (
    <span className={classes.unknown} title={t('operations.no_source')}>
      <span aria-hidden>–</span>
      <span className="visually-hidden">{t('value.unknown')}</span>
    </span>
  )
}

interface CountProps {
  /** The customer whose rows are counted. */
  customer: number
  to: OperationsSearch
  label: string
  quiet: boolean
  children: ReactNode
}

/** A count that leads to the rows it counted. */
export function CountLink({ customer, to, label, quiet, children }: CountProps) {
  if (quiet) return <span className={classes.unknown}>{children}</span>
  return (
    <Link
      to="/operations"
      search={drop({ ...to, customer })}
      className={classes.count}
      aria-label={label}
      onClick={(event) => event.stopPropagation()}
    >
      {children}
    </Link>
  )
}
