import { Button, CloseButton, Drawer, SegmentedControl, Skeleton } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { syncQueries, type Task, type TaskState as State } from '../../api/sync'
import { ErrorState } from '../../components/ui/error-state'
import { SearchBox } from '../../components/ui/search-box'
import { RunState, TaskState } from '../../components/ui/status-badges'
import { useLocale } from '../../lib/locale'
import { drop } from '../../lib/url-state'
import { errorSentence } from '../../lib/use-error-text'
import classes from './sync.module.css'

const route = getRouteApi('/sync')
const step = 100

/** The tasks of one run: what failed for whom, and why. */
export function RunDrawer() {
  const { t } = useTranslation()
  const { run } = route.useSearch()
  const navigate = route.useNavigate()
  const close = () => void navigate({ search: (prev) => drop({ ...prev, run: undefined }), replace: true })
  return (
    <Drawer
      opened={run !== undefined}
      onClose={close}
      position="right"
      size={640}
      padding={0}
      withCloseButton={false}
      overlayProps={{ backgroundOpacity: 0.15 }}
      attributes={{ content: { 'aria-label': t('sync.run_drawer') } }}
    >
      {run !== undefined && <RunTasks key={run} id={run} onClose={close} />}
    </Drawer>
  )
}

function RunTasks({ id, onClose }: { id: number; onClose: () => void }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const run = useQuery(syncQueries.run(id))
  const [state, setState] = useState<State | 'all'>()
  const [search, setSearch] = useState('')
  const [limit, setLimit] = useState(step)
  const shown = state ?? (run.data && run.data.tasks_failed > 0 ? 'failed' : 'all')
  const tasks = useQuery({
    ...syncQueries.tasks(id, {
      state: shown === 'all' ? undefined : shown,
      search: search || undefined,
      limit,
      offset: 0,
    }),
    placeholderData: keepPreviousData,
    enabled: run.data !== undefined,
  })
  return (
    <>
      <div className={classes.drawerHead}>
        <div className={classes.drawerTitle}>
          <h2>{run.data?.connection ?? <Skeleton height={20} width={160} />}</h2>
          {run.data && <RunState state={run.data.state} />}
          <span className={classes.grow} />
          <CloseButton aria-label={t('action.close')} onClick={onClose} />
        </div>
        {run.data && <span className={classes.quiet}>{f.dateTime(run.data.started_at)}</span>}
        {run.data?.error_key && <p className={classes.taskError}>{errorSentence(t, run.data.error_key)}</p>}
        <Details text={run.data?.error_detail} />
      </div>
      <div className={classes.drawerTools}>
        <SegmentedControl
          size="xs"
          aria-label={t('column.state')}
          value={shown}
          data={(['failed', 'deferred', 'done', 'all'] as const).map((value) => ({
            value,
            label: value === 'all' ? t('filter.all') : t(`sync.task.${value}`),
          }))}
          onChange={(value) => setState(value as State | 'all')}
        />
        <SearchBox label={t('sync.search_tasks')} value={search} onSearch={setSearch} />
      </div>
      {(run.error ?? tasks.error) && (
        <ErrorState
          error={run.error ?? tasks.error}
          onRetry={() => {
            void run.refetch()
            void tasks.refetch()
          }}
        />
      )}
      {tasks.data?.total === 0 && <p className={classes.blank}>{t('sync.no_tasks')}</p>}
      <ul className={classes.tasks}>
        {tasks.data?.items.map((task) => (
          <TaskItem key={task.id} task={task} />
        ))}
      </ul>
      {tasks.data && tasks.data.total > tasks.data.items.length && (
        <Button m="sm" variant="subtle" loading={tasks.isFetching} onClick={() => setLimit(limit + step * 4)}>
          {t('sync.more_tasks', { count: tasks.data.total - tasks.data.items.length })}
        </Button>
      )}
    </>
  )
}

function TaskItem({ task }: { task: Task }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  return (
    <li>
      <div className={classes.taskHead}>
        {task.customer_id ? (
          <Link to="." search={(prev) => ({ ...prev, open: task.customer_id })} className={classes.open}>
            {task.customer}
          </Link>
        ) : (
          <strong>{task.customer ?? t('sync.whole_connection')}</strong>
        )}
        <span className={classes.quiet}>{t(`dataset.${task.dataset}`, { defaultValue: task.dataset })}</span>
        <span className={classes.grow} />
        {task.state === 'done' && (
          <span className={classes.quiet}>
            {t('sync.rows', { read: f.int(task.rows_read), written: f.int(task.rows_written) })}
          </span>
        )}
        <TaskState state={task.state} />
      </div>
      {task.error_key && <p className={classes.taskError}>{errorSentence(t, task.error_key)}</p>}
      {task.retry_at && (
        <p className={classes.taskError}>
          {t('column.retry_at')}: {f.dateTime(task.retry_at)}
        </p>
      )}
      <Details text={task.error_detail} />
    </li>
  )
}

function Details({ text }: { text?: string }) {
  const { t } = useTranslation()
  if (!text) return null
  return (
    <details className={classes.details}>
      <summary>{t('state.details')}</summary>
      <code>{text}</code>
    </details>
  )
}
