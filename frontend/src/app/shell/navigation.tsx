import { Tooltip } from '@mantine/core'
import {
  IconActivityHeartbeat,
  IconAlertTriangleFilled,
  IconBuilding,
  IconCalendar,
  IconFileImport,
  IconHome,
  IconLayoutDashboard,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconLicense,
  IconLock,
  IconPlugConnected,
  IconRefresh,
  IconSettings,
} from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { connectionQueries } from '../../api/connections'
import { lockNow, lockQueries, locksItself } from '../../api/lock'
import { Mark } from '../../components/ui/mark'
import { keepScope } from '../../lib/url-state'
import classes from './shell.module.css'

export const pages = [
  { to: '/', key: 'nav.home', icon: IconHome },
  { to: '/dashboard', key: 'nav.dashboard', icon: IconLayoutDashboard },
  { to: '/customers', key: 'nav.customers', icon: IconBuilding },
  { to: '/licences', key: 'nav.licences', icon: IconLicense },
  { to: '/calendar', key: 'nav.calendar', icon: IconCalendar },
  { to: '/operations', key: 'nav.operations', icon: IconActivityHeartbeat },
  { to: '/sync', key: 'nav.sync', icon: IconRefresh },
  { to: '/imports', key: 'nav.imports', icon: IconFileImport },
  { to: '/connections', key: 'nav.connections', icon: IconPlugConnected },
  { to: '/settings', key: 'nav.settings', icon: IconSettings },
] as const

/** Tells the name of an entry that shows only its icon. */
function Named({ name, children }: { name?: string; children: ReactElement }) {
  if (name === undefined) return children
  return (
    <Tooltip label={name} position="right">
      {children}
    </Tooltip>
  )
}

export function Navigation({ narrow, onToggle }: { narrow: boolean; onToggle: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const state = useQuery(lockQueries.state())
  const lock = useMutation({
    mutationFn: lockNow,
    onSettled: () => client.invalidateQueries({ queryKey: lockQueries.state().queryKey }),
  })
  const connections = useQuery(connectionQueries.list())
  const refused = connections.data?.items.filter((c) => c.state === 'sign_in' || c.gone_hold).length ?? 0
  const ToggleIcon = narrow ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse
  return (
    <nav className={classes.nav} aria-label={t('nav.label')}>
      <Link to="/" search={keepScope} className={classes.brand} aria-label={t('app.name')}>
        <Mark />
        <span className={classes.label}>{t('app.name')}</span>
      </Link>
      {pages.map(({ to, key, icon: Icon }) => (
        <Named key={to} name={narrow ? t(key) : undefined}>
          <Link
            to={to}
            search={keepScope}
            className={classes.entry}
            aria-label={t(key)}
            activeOptions={{ exact: to === '/', includeSearch: false }}
          >
            <Icon size={18} stroke={1.7} aria-hidden />
            <span className={classes.label}>{t(key)}</span>
            {to === '/connections' && refused > 0 && (
              <span className={classes.alarm} role="img" aria-label={t('nav.connections_need_you')}>
                <IconAlertTriangleFilled size={14} aria-hidden />
              </span>
            )}
          </Link>
        </Named>
      ))}
      <div className={classes.spacer} />
      {locksItself(state.data) && (
        <button type="button" className={classes.entry} onClick={() => lock.mutate()} aria-label={t('lock.now')}>
          <IconLock size={18} stroke={1.7} aria-hidden />
          <span className={classes.label}>{t('lock.now')}</span>
        </button>
      )}
      <button
        type="button"
        className={classes.entry}
        onClick={onToggle}
        aria-label={t(narrow ? 'nav.expand' : 'nav.collapse')}
        aria-expanded={!narrow}
      >
        <ToggleIcon size={18} stroke={1.7} aria-hidden />
        <span className={classes.label}>{t('nav.collapse')}</span>
      </button>
    </nav>
  )
}
