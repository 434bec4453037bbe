import { ActionIcon, Tooltip, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconRefresh } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConnectionRow } from '../../api/connections'
import table from '../../components/ui/plain-table.module.css'
import { ConnectionState } from '../../components/ui/status-badges'
import { useStartSync } from '../../components/use-start-sync'
import { useLocale } from '../../lib/locale'
import { statesOf, unread } from './connection-groups'
import classes from './connections.module.css'

interface Props {
  vendor: ConnectionRow['vendor']
  connections: ConnectionRow[]
  children: ReactNode
}

/** The connections of one vendor in one line, which opens. */
export function ConnectionGroup({ vendor, connections, children }: Props) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const [open, setOpen] = useState(false)
  const sync = useStartSync()
  const name = t(`vendor.${vendor}`)
  const Icon = open ? IconChevronDown : IconChevronRight
  const behind = unread(connections)
  const active = connections.filter((connection) => connection.state !== 'paused').map((connection) => connection.id)
  return (
    <>
      <tbody>
        <tr>
          <th scope="rowgroup" colSpan={2}>
            <UnstyledButton className={classes.group} aria-expanded={open} onClick={() => setOpen(!open)}>
              <Icon size={15} aria-hidden />
              {t('connections.group', { vendor: name, count: connections.length, number: f.int(connections.length) })}
            </UnstyledButton>
          </th>
          <td colSpan={2}>
            <span className={classes.states}>
              {statesOf(connections).map(([state, count]) => (
                <span key={state} className={classes.run}>
                  {f.int(count)} <ConnectionState state={state} />
                </span>
              ))}
            </span>
          </td>
          <td data-numeric>{f.int(connections.reduce((sum, connection) => sum + connection.records, 0))}</td>
          <td colSpan={3}>
            {behind > 0 && (
              <span className={classes.bad}>
                {t('connections.group_behind', { count: behind, number: f.int(behind) })}
              </span>
            )}
          </td>
          <td>
            <div className={table.actions}>
              <Tooltip label={t('connections.group_sync', { vendor: name })}>
                <ActionIcon
                  size={24}
                  aria-label={t('connections.group_sync', { vendor: name })}
                  loading={sync.isPending}
                  disabled={active.length === 0}
                  onClick={() => sync.mutate({ ids: active, full: false })}
                >
                  <IconRefresh size={15} aria-hidden />
                </ActionIcon>
              </Tooltip>
            </div>
          </td>
        </tr>
      </tbody>
      {open && <tbody>{children}</tbody>}
    </>
  )
}
