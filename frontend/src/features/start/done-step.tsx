import { Button, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { dashboardQueries } from '../../api/dashboard'
import { LinkButton } from '../../components/ui/link-button'
import { useLocale } from '../../lib/locale'
import classes from './start.module.css'
import type { Move } from './wizard'

const first = [
  { to: '/customers/matching', key: 'palette.matching', help: 'matching' },
  { to: '/dashboard', key: 'nav.dashboard', help: 'dashboard' },
  { to: '/calendar', key: 'nav.calendar', help: 'calendar' },
  { to: '/sync', key: 'background.title', help: 'schedules' },
  { to: '/settings/organisation', key: 'organisation.title', help: 'organisation' },
] as const

/** What to look at first, once there is something. */
export function DoneStep({ onMove }: { onMove: Move }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const { data: kpis } = useQuery(dashboardQueries.dashboard({}))
  const another = { step: 'vendor', vendor: undefined, name: '', fields: {}, connection_id: 0 } as const
  return (
    <>
      {kpis && <p className={classes.lead}>{t('start.found', { customers: f.int(kpis.customers.total) })}</p>}
      <ul className={classes.first}>
        {first.map(({ to, key, help }) => (
          <li key={to}>
            <Link to={to} search={{}}>
              {t(key)}
            </Link>
            <span>{t(`start.first_help.${help}`, { number: f.int(kpis?.unmatched ?? 0) })}</span>
          </li>
        ))}
      </ul>
      <Group justify="space-between" gap="xs">
        <Button size="sm" onClick={() => onMove(another)}>
          {t('start.another')}
        </Button>
        <LinkButton size="sm" variant="filled" to="/" search={{}}>
          {t('start.finish')}
        </LinkButton>
      </Group>
    </>
  )
}
