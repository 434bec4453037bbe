import {
  IconAlertTriangle,
  IconBan,
  IconCalendarX,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconFileImport,
  IconFlask,
  IconHourglass,
  IconLoader,
  IconPlayerPause,
  IconPlugConnectedX,
  IconQuestionMark,
  IconTool,
  IconTrash,
  IconUsersPlus,
  IconZzz,
} from '@tabler/icons-react'
import { type ComponentType, useCallback } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ConnectionRow } from '../../api/connections'
import type { CustomerRow } from '../../api/customers'
import { settingsQueries } from '../../api/settings'
import type { SubscriptionRow } from '../../api/subscriptions'
import type { Run, Task } from '../../api/sync'
import { useLocale } from '../../lib/locale'
import { Badge, type Tone } from './badge'
import classes from './badge.module.css'

type Look = [Tone, ComponentType<{ size?: number; stroke?: number }>]

type Status = CustomerRow['statuses'][number]

const customerLooks: Record<Status, Look> = {
  suspended: ['bad', IconBan],
  expired: ['bad', IconCalendarX],
  expiring: ['soon', IconHourglass],
  overage: ['bad', IconUsersPlus],
  setup: ['info', IconTool],
  quiet: ['calm', IconZzz],
  trial: ['info', IconFlask],
  active: ['good', IconCircleCheck],
  unknown: ['calm', IconQuestionMark],
}

const subscriptionLooks: Record<SubscriptionRow['status'], Look> = {
  active: ['good', IconCircleCheck],
  grace: ['soon', IconHourglass],
  suspended: ['bad', IconBan],
  expired: ['bad', IconCalendarX],
  deleted: ['calm', IconTrash],
  unknown: ['calm', IconQuestionMark],
}

const runLooks: Record<Run['state'], Look> = {
  running: ['info', IconLoader],
  done: ['good', IconCircleCheck],
  partial: ['soon', IconAlertTriangle],
  failed: ['bad', IconCircleX],
  cancelled: ['calm', IconBan],
  interrupted: ['soon', IconPlugConnectedX],
}

const taskLooks: Record<Task['state'], Look> = {
  done: ['good', IconCircleCheck],
  failed: ['bad', IconCircleX],
  deferred: ['soon', IconClock],
}

const connectionLooks: Record<Exclude<ConnectionRow['state'], ''> | 'unknown', Look> = {
  ready: ['good', IconCircleCheck],
  sign_in: ['bad', IconPlugConnectedX],
  paused: ['calm', IconPlayerPause],
  file: ['calm', IconFileImport],
  unknown: ['calm', IconQuestionMark],
}

interface StatusesProps {
  statuses: Status[]
  /** How many are shown in full; the rest is counted and named on hover. */
  most?: number
}

/** The sentence that says what a status follows from; a table asks once for all its rows. */
export function useStatusReasons() {
  const { t } = useTranslation()
  const { data: settings } = useQuery(settingsQueries.settings())
  const days = settings?.thresholds.expiring_days ?? 90
  const quiet = settings?.thresholds.quiet_days ?? 30
  return useCallback((status: Status) => t(`status.customer_reason.${status}`, { days, quiet }), [t, days, quiet])
}

export function CustomerStatuses(props: StatusesProps) {
  return <CustomerStatusList {...props} reason={useStatusReasons()} />
}

interface ListProps extends StatusesProps {
  reason: ReturnType<typeof useStatusReasons>
}

export function CustomerStatusList({ statuses, most = statuses.length, reason }: ListProps) {
  const { t } = useLocale()
  const rest = statuses.slice(most)
  const badges = statuses
    .slice(0, most)
    .map((status) => <CustomerStatus key={status} status={status} help={reason(status)} />)
  if (rest.length === 0) return badges
  const others = rest.map((status) => t(`status.customer.${status}`)).join(', ')
  return (
    <>
      {badges}
      <span className={classes.more} title={others}>
        +{rest.length}
        <span className="visually-hidden">: {others}</span>
      </span>
    </>
  )
}

/** Where the rows stand that a status follows from; the others follow from what no list of licences has. */
const rowsBehind = {
  suspended: { states: 'suspended' },
  expired: {},
  expiring: { figure: 'expiring' },
  overage: { view: 'pools', figure: 'over' },
  trial: { trial: 'yes', states: 'active,unknown' },
  active: { states: 'active,unknown' },
} as const

const hasRows = (status: Status): status is keyof typeof rowsBehind => status in rowsBehind

/** Every status with its reason and the way to its rows, also for those who have no pointer to rest on a badge. */
export function CustomerStatusReasons({ customer, statuses }: { customer: number; statuses: Status[] }) {
  const { t } = useTranslation()
  const reason = useStatusReasons()
  return (
    <ul className={classes.reasons}>
      {statuses.map((status) => (
        <li key={status}>
          <CustomerStatus status={status} />
          <span>
            {reason(status)}{' '}
            {hasRows(status) && (
              <Link
                to="/licences"
                search={{ customer, ...rowsBehind[status] }}
                aria-label={`${t('customer.rows_behind')}: ${t(`status.customer.${status}`)}`}
              >
                {t('customer.rows_behind')}
              </Link>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}

function CustomerStatus({ status, help }: { status: Status; help?: string }) {
  const { t } = useLocale()
  const [tone, icon] = customerLooks[status]
  return <Badge tone={tone} icon={icon} label={t(`status.customer.${status}`)} help={help} />
}

export function SubscriptionStatus({ status }: { status: SubscriptionRow['status'] }) {
  const { t } = useLocale()
  const [tone, icon] = subscriptionLooks[status]
  return <Badge tone={tone} icon={icon} label={t(`status.subscription.${status}`)} />
}

export function RunState({ state }: { state: Run['state'] }) {
  const { t } = useTranslation()
  const [tone, icon] = runLooks[state]
  return <Badge tone={tone} icon={icon} label={t(`run_state.${state}`)} />
}

export function TaskState({ state }: { state: Task['state'] }) {
  const { t } = useTranslation()
  const [tone, icon] = taskLooks[state]
  return <Badge tone={tone} icon={icon} label={t(`task_state.${state}`)} />
}

export function ConnectionState({ state }: { state: ConnectionRow['state'] }) {
  const { t } = useTranslation()
  const [tone, icon] = connectionLooks[state || 'unknown']
  return <Badge tone={tone} icon={icon} label={t(`connection_state.${state || 'unknown'}`)} />
}
