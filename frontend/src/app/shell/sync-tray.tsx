import { ActionIcon, Loader, Popover, Tooltip } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import {
  IconAlertTriangleFilled,
  IconCircleCheck,
  IconCircleDashed,
  IconClockExclamation,
  IconRefresh,
  IconX,
} from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { connectionQueries } from '../../api/connections'
import { cancelRun, type LiveRun, syncQueries } from '../../api/sync'
import { Age } from '../../components/ui/age'
import { notifyError } from '../../components/ui/notify'
import { RunProgress } from '../../components/ui/run-progress'
import { useStartSync } from '../../components/use-start-sync'
import { staleAfter } from '../../lib/freshness'
import { useLocale } from '../../lib/locale'
import { errorSentence, useErrorText } from '../../lib/use-error-text'
import { keepScope } from '../../lib/url-state'
import shell from './shell.module.css'
import classes from './sync-tray.module.css'

interface Tray {
  running: LiveRun[]
  failed: LiveRun[]
  last?: LiveRun
  /** How the last runs of all connections stand, dismissed ones too: only what was read whole and lately is well. */
  standing: 'well' | 'incomplete' | 'stale'
}

/** The running runs, and of each connection the last run if it failed and was not dismissed. */
export function sortRuns(runs: LiveRun[], dismissed: number[], now = Date.now()): Tray {
  const running = runs.filter((run) => run.state === 'running')
  const newest = new Map<number, LiveRun>()
  for (const run of runs) {
    if (run.state !== 'running' && (newest.get(run.connection_id)?.id ?? 0) < run.id) newest.set(run.connection_id, run)
  }
  const failed = [...newest.values()].filter(
    (run) =>
      (run.state === 'failed' || run.state === 'partial' || run.state === 'interrupted') &&
      !dismissed.includes(run.id) &&
      !running.some((other) => other.connection_id === run.connection_id),
  )
  const last = [...newest.values()].sort((a, b) => (b.ended_at ?? '').localeCompare(a.ended_at ?? ''))[0]
  const oldest = Math.min(...[...newest.values()].map((run) => Date.parse(run.ended_at ?? '')))
  const incomplete = [...newest.values()].some((run) => run.state !== 'done')
  return { running, failed, last, standing: incomplete ? 'incomplete' : now - oldest > staleAfter ? 'stale' : 'well' }
}

export function SyncTray() {
  const { t } = useTranslation()
  const live = useQuery(syncQueries.live())
  const connections = useQuery(connectionQueries.list())
  const [dismissed, setDismissed] = useLocalStorage<number[]>({ key: 'tenantry.dismissed-runs', defaultValue: [] })
  const sync = useStartSync()
  const tray = sortRuns(live.data ?? [], dismissed)
  const dismiss = (id: number) => setDismissed((ids) => [...ids.slice(-50), id])
  const none = connections.data?.items.length === 0
  return (
    <Popover width={360} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={shell.barButton} aria-label={t('tray.label')}>
          <TrayState tray={tray} />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <div className={classes.head}>
          <strong>{t('tray.title')}</strong>
          <button
            type="button"
            className={classes.link}
            disabled={none || sync.isPending}
            onClick={() => sync.mutate({ ids: [], full: false })}
          >
            {t('sync.run_all')}
          </button>
        </div>
        {tray.running.map((run) => (
          <RunningRow key={run.id} run={run} />
        ))}
        {tray.failed.map((run) => (
          <FailedRow key={run.id} run={run} onDismiss={() => dismiss(run.id)} />
        ))}
        {tray.running.length === 0 && tray.failed.length === 0 && (
          <p className={classes.quiet}>
            {none ? t('tray.no_connection') : tray.last ? t(`tray.standing.${tray.standing}`) : t('tray.never')}{' '}
            {tray.last?.ended_at && <Age at={tray.last.ended_at} />}
          </p>
        )}
        <Link to="/sync" search={keepScope} className={classes.all}>
          {t('tray.open')}
        </Link>
      </Popover.Dropdown>
    </Popover>
  )
}

const looks = {
  well: { icon: IconCircleCheck, color: 'var(--good)' },
  incomplete: { icon: IconCircleDashed, color: 'var(--ink-3)' },
  stale: { icon: IconClockExclamation, color: 'var(--ink-3)' },
}

function TrayState({ tray }: { tray: Tray }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  if (tray.running.length > 0) {
    const done = tray.running.reduce((sum, run) => sum + run.tasks_done + run.tasks_failed, 0)
    const total = tray.running.reduce((sum, run) => sum + run.tasks_total, 0)
    return (
      <>
        <Loader size={14} aria-hidden />
        <span className="num">
          {total > 0 ? t('tray.progress', { done: f.int(done), total: f.int(total) }) : t('tray.starting')}
        </span>
      </>
    )
  }
  if (tray.failed.length > 0) {
    return (
      <>
        <IconAlertTriangleFilled size={15} color="var(--bad)" aria-hidden />
        <span>{t('tray.failed', { count: tray.failed.length })}</span>
      </>
    )
  }
  if (!tray.last?.ended_at) {
    return (
      <>
        <IconRefresh size={15} aria-hidden />
        <span>{t('tray.never_short')}</span>
      </>
    )
  }
  const { icon: Icon, color } = looks[tray.standing]
  return (
    <>
      <Icon size={15} color={color} aria-hidden />
      <span>
        {t(tray.standing === 'incomplete' ? 'tray.incomplete' : 'tray.synced')} <Age at={tray.last.ended_at} />
      </span>
    </>
  )
}

function RunningRow({ run }: { run: LiveRun }) {
  const { t } = useTranslation()
  const errorText = useErrorText()
  const cancel = useMutation({ mutationFn: cancelRun, onError: (error) => notifyError(errorText(error)) })
  return (
    <div className={classes.row}>
      <div className={classes.rowText}>
        <strong>{run.connection}</strong>
        <RunProgress run={run} />
      </div>
      <Tooltip label={t('sync.cancel')}>
        <ActionIcon
          aria-label={t('tray.cancel', { connection: run.connection })}
          loading={cancel.isPending}
          onClick={() => cancel.mutate(run.id)}
        >
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}

function FailedRow({ run, onDismiss }: { run: LiveRun; onDismiss: () => void }) {
  const { t } = useTranslation()
  return (
    <div className={classes.row}>
      <IconAlertTriangleFilled size={16} color="var(--bad)" aria-hidden className={classes.icon} />
      <div className={classes.rowText}>
        <Link to="/sync" search={(prev) => ({ ...keepScope(prev), run: run.id })} className={classes.failedName}>
          {run.connection}
        </Link>
        <span>
          {run.error_key
            ? errorSentence(t, run.error_key)
            : t('sync.failed_of', { count: run.tasks_failed, total: run.tasks_total })}
        </span>
        {run.ended_at && <Age at={run.ended_at} />}
      </div>
      <Tooltip label={t('tray.dismiss')}>
        <ActionIcon aria-label={t('tray.dismiss_of', { connection: run.connection })} onClick={onDismiss}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}
