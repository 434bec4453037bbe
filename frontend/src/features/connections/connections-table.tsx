import { ActionIcon, Skeleton, Switch, Tooltip } from '@mantine/core'
import { IconFiles, IconFlask, IconLogin2, IconPencil, IconRefresh, IconTrash } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LinkButton, LinkIcon } from '../../components/ui/link-button'
import { type ConnectionRow, pauseConnection } from '../../api/connections'
import { Age } from '../../components/ui/age'
import { notifyError } from '../../components/ui/notify'
import { Section } from '../../components/ui/page'
import table from '../../components/ui/plain-table.module.css'
import { ConnectionState, RunState } from '../../components/ui/status-badges'
import { useStartSync } from '../../components/use-start-sync'
import { useLocale } from '../../lib/locale'
import { keepScope } from '../../lib/url-state'
import { useErrorText } from '../../lib/use-error-text'
import { ConnectionGroup } from './connection-group'
import { groupConnections } from './connection-groups'
import classes from './connections.module.css'
import { DeleteConnection } from './delete-connection'

export function ConnectionsTable({ connections }: { connections?: ConnectionRow[] }) {
  const { t } = useTranslation()
  const [deleting, setDeleting] = useState<ConnectionRow>()
  const { single, groups } = groupConnections(connections ?? [])
  const line = (connection: ConnectionRow) => (
    <ConnectionLine key={connection.id} connection={connection} onDelete={() => setDeleting(connection)} />
  )
  return (
    <Section title={t('connections.title')}>
      {!connections && <Skeleton height={110} m="md" w="auto" />}
      {connections && (
        <div className={table.scroll} tabIndex={0} role="group" aria-label={t('connections.title')}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('column.name')}</th>
                <th scope="col">{t('column.vendor')}</th>
                <th scope="col">{t('column.state')}</th>
                <th scope="col">{t('column.account')}</th>
                <th scope="col" data-numeric>
                  {t('column.records')}
                </th>
                <th scope="col">{t('short.last_sync')}</th>
                <th scope="col">{t('short.next_sync')}</th>
                <th scope="col">{t('connections.in_syncs')}</th>
                <th scope="col">
                  <span className="visually-hidden">{t('table.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>{single.map(line)}</tbody>
            {groups.map((group) => (
              <ConnectionGroup key={group.vendor} {...group}>
                {group.connections.map(line)}
              </ConnectionGroup>
            ))}
          </table>
        </div>
      )}
      {deleting && <DeleteConnection connection={deleting} onClose={() => setDeleting(undefined)} />}
    </Section>
  )
}

function ConnectionLine({ connection, onDelete }: { connection: ConnectionRow; onDelete: () => void }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const run = connection.last_run
  const { name } = connection
  return (
    <tr>
      <th scope="row">
        <Link
          to="/connections"
          search={(prev) => ({ ...keepScope(prev), edit: connection.id })}
          className={`${classes.open} ${table.name}`}
        >
          {name}
        </Link>
        {connection.sandbox && (
          <Tooltip label={t('connections.sandbox')}>
            <IconFlask size={14} role="img" aria-label={t('connections.sandbox')} className={classes.flask} />
          </Tooltip>
        )}
      </th>
      <td title={t(`vendor.${connection.vendor}`)}>{t(`vendor_short.${connection.vendor}`)}</td>
      <td>
        <ConnectionState state={connection.state} />
      </td>
      <td>
        {connection.account.name ? (
          <span className={table.name}>{connection.account.name}</span>
        ) : (
          <span className={classes.quiet}>{t('value.unknown')}</span>
        )}
      </td>
      <td data-numeric>
        {f.int(connection.records)}
        {connection.failed_records > 0 && (
          <span className={classes.bad}>
            {' · '}
            {t('connections.failed_records', {
              count: connection.failed_records,
              number: f.int(connection.failed_records),
            })}
          </span>
        )}
      </td>
      <td>
        {run ? (
          <span className={classes.run}>
            <RunState state={run.state} /> <Age at={run.ended_at ?? run.started_at} />
          </span>
        ) : (
          t('value.never')
        )}
      </td>
      <td>{connection.next_sync ? <Age at={connection.next_sync} /> : t('connections.no_schedule')}</td>
      <td>
        <PauseSwitch connection={connection} />
      </td>
      <td>
        <LineActions connection={connection} onDelete={onDelete} />
      </td>
    </tr>
  )
}

function LineActions({ connection, onDelete }: { connection: ConnectionRow; onDelete: () => void }) {
  const { t } = useTranslation()
  const sync = useStartSync()
  const { name } = connection
  return (
    <div className={table.actions}>
      {connection.state === 'sign_in' && (
        <LinkButton
          to="/connections"
          search={(prev) => ({ ...keepScope(prev), edit: connection.id })}
          size="compact-xs"
          variant="filled"
          leftSection={<IconLogin2 size={14} aria-hidden />}
        >
          {t('connections.sign_in')}
        </LinkButton>
      )}
      <Tooltip label={t('sync.run_now')}>
        <ActionIcon
          size={24}
          aria-label={t('sync.run_one', { connection: name })}
          loading={sync.isPending}
          onClick={() => sync.mutate({ ids: [connection.id], full: false })}
        >
          <IconRefresh size={15} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('connections.read')}>
        <LinkIcon
          to="/connections"
          search={(prev) => ({ ...keepScope(prev), read: connection.id })}
          size={24}
          aria-label={t('connections.read_of', { connection: name })}
        >
          <IconFiles size={15} aria-hidden />
        </LinkIcon>
      </Tooltip>
      <Tooltip label={t('action.edit')}>
        <LinkIcon
          to="/connections"
          search={(prev) => ({ ...keepScope(prev), edit: connection.id })}
          size={24}
          aria-label={t('connections.edit_of', { connection: name })}
        >
          <IconPencil size={15} aria-hidden />
        </LinkIcon>
      </Tooltip>
      <Tooltip label={t('action.delete')}>
        <ActionIcon size={24} aria-label={t('connections.delete_of', { connection: name })} onClick={onDelete}>
          <IconTrash size={15} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}

function PauseSwitch({ connection }: { connection: ConnectionRow }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const errorText = useErrorText()
  const pause = useMutation({
    mutationFn: (paused: boolean) => pauseConnection(connection.id, paused),
    onSuccess: () => client.invalidateQueries({ queryKey: ['connections'] }),
    onError: (error) => notifyError(errorText(error)),
  })
  return (
    <Switch
      size="xs"
      aria-label={t('connections.in_syncs_of', { connection: connection.name })}
      checked={connection.state !== 'paused'}
      disabled={pause.isPending}
      onChange={(event) => pause.mutate(!event.currentTarget.checked)}
    />
  )
}
