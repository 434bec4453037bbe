import { ActionIcon, Button, Skeleton, Tooltip } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cancelRun, type LiveRun, syncQueries } from '../../api/sync'
import { Age } from '../../components/ui/age'
import { durationText } from '../../components/ui/duration'
import { ErrorState } from '../../components/ui/error-state'
import { notifyError } from '../../components/ui/notify'
import { Section } from '../../components/ui/page'
import table from '../../components/ui/plain-table.module.css'
import { RunProgress } from '../../components/ui/run-progress'
import { RunState } from '../../components/ui/status-badges'
import { useLocale } from '../../lib/locale'
import { errorSentence, useErrorText } from '../../lib/use-error-text'
import classes from './sync.module.css'

const route = getRouteApi('/sync')
const step = 20

export function RunsSection() {
  const { t } = useTranslation()
  const { customer } = route.useSearch()
  const [limit, setLimit] = useState(step)
  const runs = useQuery({ ...syncQueries.runs({ limit, offset: 0 }), placeholderData: keepPreviousData })
  return (
    <Section title={t('sync.runs')}>
      {runs.error && <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />}
      {runs.isPending && <Skeleton height={180} m="md" w="auto" />}
      {runs.data?.total === 0 && <p className={classes.blank}>{t('sync.no_runs')}</p>}
      {runs.data && runs.data.total > 0 && (
        <div className={table.scroll} tabIndex={0} role="group" aria-label={t('sync.runs')}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('column.connection')}</th>
                <th scope="col">{t('column.state')}</th>
                <th scope="col">{t('column.started_at')}</th>
                <th scope="col" data-numeric>
                  {t('column.duration')}
                </th>
                <th scope="col" data-numeric>
                  {t('column.tasks')}
                </th>
                <th scope="col" data-numeric>
                  {t('short.tasks_failed')}
                </th>
                <th scope="col" data-numeric>
                  {t('short.rows_read')}
                </th>
                <th scope="col" data-numeric>
                  {t('short.rows_written')}
                </th>
                <th scope="col">{t('column.trigger')}</th>
                <th scope="col">
                  <span className="visually-hidden">{t('table.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {runs.data.items.map((run) => (
                <RunRow key={run.id} run={run} customer={customer} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {runs.data && runs.data.total > runs.data.items.length && (
        <Button m="sm" variant="subtle" loading={runs.isFetching} onClick={() => setLimit(limit + step * 2)}>
          {t('sync.more_runs')}
        </Button>
      )}
    </Section>
  )
}

function RunRow({ run, customer }: { run: LiveRun; customer?: number }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const running = run.state === 'running'
  return (
    <>
      <tr>
        <th scope="row">
          <Link to="/sync" search={{ customer, run: run.id }} className={`${classes.open} ${table.name}`}>
            {run.connection}
          </Link>
        </th>
        <td>{running ? <RunProgress run={run} /> : <RunState state={run.state} />}</td>
        <td>
          <Age at={run.started_at} />
        </td>
        <td data-numeric>{run.ended_at ? durationText(t, run.started_at, run.ended_at) : ''}</td>
        <td data-numeric>{f.int(run.tasks_total)}</td>
        <td data-numeric className={run.tasks_failed > 0 ? classes.bad : undefined}>
          {f.int(run.tasks_failed)}
        </td>
        <td data-numeric>{f.int(run.rows_read)}</td>
        <td data-numeric>{f.int(run.rows_written)}</td>
        <td>
          {t(`trigger.${run.trigger}`, { defaultValue: run.trigger })}
          {run.full && <span className={classes.quiet}> · {t('sync.full')}</span>}
        </td>
        <td>
          {running && (
            <div className={table.actions}>
              <CancelRun run={run} />
            </div>
          )}
        </td>
      </tr>
      {run.error_key && (
        <tr className={classes.why}>
          <td colSpan={10} data-wrap>
            {errorSentence(t, run.error_key)}
          </td>
        </tr>
      )}
    </>
  )
}

function CancelRun({ run }: { run: LiveRun }) {
  const { t } = useTranslation()
  const errorText = useErrorText()
  const cancel = useMutation({ mutationFn: cancelRun, onError: (error) => notifyError(errorText(error)) })
  return (
    <Tooltip label={t('sync.cancel')}>
      <ActionIcon
        size={24}
        aria-label={t('sync.cancel_of', { connection: run.connection })}
        loading={cancel.isPending}
        onClick={() => cancel.mutate(run.id)}
      >
        <IconX size={15} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}
