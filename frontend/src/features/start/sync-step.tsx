import { Button, Group } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type LiveRun, syncQueries } from '../../api/sync'
import { LinkButton } from '../../components/ui/link-button'
import { RunProgress } from '../../components/ui/run-progress'
import { useStartSync } from '../../components/use-start-sync'
import { useLocale } from '../../lib/locale'
import { errorSentence } from '../../lib/use-error-text'
import classes from './start.module.css'
import type { Move } from './wizard'

/** Reads everything for the first time. One goes on when it was read, with or without gaps. */
export function SyncStep({ connection, onMove }: { connection: number; onMove: Move }) {
  const { t } = useTranslation()
  const runs = useQuery(syncQueries.live())
  const sync = useStartSync()
  const run = runs.data?.find((each) => each.connection_id === connection)
  const read = run?.state === 'done' || run?.state === 'partial'
  const idle = runs.data !== undefined && run?.state !== 'running'
  return (
    <>
      <p className={classes.lead}>{t('start.sync_lead')}</p>
      <div className={classes.outcome}>{run && <RunOutcome run={run} />}</div>
      <Group justify="space-between" gap="xs">
        <LinkButton size="sm" to="/connections" search={{ edit: connection }}>
          {t('start.change_connection')}
        </LinkButton>
        <Group gap="xs">
          {idle && !read && (
            <Button size="sm" loading={sync.isPending} onClick={() => sync.mutate({ ids: [connection], full: false })}>
              {t(run ? 'start.read_again' : 'start.read')}
            </Button>
          )}
          <Button variant="filled" size="sm" disabled={!read} onClick={() => onMove({ step: 'done', state: 'done' })}>
            {t('start.next')}
          </Button>
        </Group>
      </Group>
    </>
  )
}

function RunOutcome({ run }: { run: LiveRun }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  if (run.state === 'running') return <RunProgress run={run} />
  const ok = run.state === 'done'
  const Icon = ok ? IconCircleCheck : IconAlertTriangle
  return (
    <div className={classes.run} data-ok={ok} role={ok ? 'status' : 'alert'}>
      <Icon size={17} aria-hidden />
      <div>
        <strong>{t(`run_state.${run.state}`)}</strong> {run.error_key && errorSentence(t, run.error_key)}
        {run.tasks_failed > 0 && t('sync.failed_of', { count: run.tasks_failed, total: f.int(run.tasks_total) })}
        {run.error_detail && (
          <details>
            <summary>{t('state.details')}</summary>
            <code>{run.error_detail}</code>
          </details>
        )}
      </div>
    </div>
  )
}
