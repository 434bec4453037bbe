import { Button } from '@mantine/core'
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { SetupCheck } from '../../api/organisation'
import { renewSetup, seeThresholds } from '../../api/setup'
import { notifyError } from '../../components/ui/notify'
import { useLocale } from '../../lib/locale'
import { keepScope } from '../../lib/url-state'
import { useErrorText } from '../../lib/use-error-text'
import classes from './organisation.module.css'

/** Where each thing is done. */
const places = {
  connections: '/connections',
  first_sync: '/sync',
  schedule: '/sync',
  background: '/settings',
  matching: '/customers/matching',
  thresholds: '/settings',
  access: '/connections',
} as const satisfies Record<SetupCheck['key'], string>

/** What to have done before the figures can be trusted. Whether it is done, Go reads from what is stored. */
export function CheckList({ checks }: { checks: SetupCheck[] }) {
  return (
    <ul className={classes.checks}>
      {checks.map((check) => (
        <Check key={check.key} check={check} />
      ))}
    </ul>
  )
}

function Check({ check }: { check: SetupCheck }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const Icon = check.done ? IconCircleCheck : IconCircleDashed
  const nothing = t(check.key === 'matching' ? 'organisation.nothing_read' : 'organisation.no_connection')
  const bare = check.of === 0 && ['connections', 'first_sync', 'matching', 'access'].includes(check.key)
  const numbers = { count: check.count, number: f.int(check.count), of: f.int(check.of) }
  return (
    <li data-done={check.done}>
      <Icon size={18} aria-hidden />
      <div>
        <Link to={places[check.key]} search={keepScope}>
          {t(`organisation.check.${check.key}`)}
        </Link>
        <span>
          {t(check.done ? 'organisation.done' : 'organisation.open')}
          {': '}
          {check.done && t(`organisation.check_done.${check.key}`, numbers)}
          {!check.done && (bare ? nothing : t(`organisation.check_open.${check.key}`, numbers))}
        </span>
      </div>
      {check.key === 'thresholds' && !check.done && <Confirm />}
    </li>
  )
}

function Confirm() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const errorText = useErrorText()
  const see = useMutation({
    mutationFn: seeThresholds,
    onSuccess: () => renewSetup(client),
    onError: (error) => notifyError(errorText(error)),
  })
  return (
    <Button loading={see.isPending} onClick={() => see.mutate()}>
      {t('organisation.thresholds_fit')}
    </Button>
  )
}
