import { Progress } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { LiveRun } from '../../api/sync'
import { useLocale } from '../../lib/locale'

/** How far a running sync is, and what it waits for. */
export function RunProgress({ run }: { run: LiveRun }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const ended = run.tasks_done + run.tasks_failed
  const share = run.tasks_total > 0 ? (100 * ended) / run.tasks_total : 0
  const dataset = run.waiting_for ?? 'customers'
  const waits = t('sync.waiting', {
    count: run.waiting_seconds ?? 0,
    dataset: t(`dataset.${dataset}`, { defaultValue: dataset }),
  })
  return (
    <div style={{ minWidth: 140 }}>
      <Progress value={share} size="sm" animated={run.tasks_total === 0} aria-label={t('sync.progress_label')} />
      <span className="num" style={{ fontSize: 'var(--text-sm)', color: 'var(--ink-2)' }}>
        {run.tasks_total > 0
          ? t('tray.progress', { done: f.int(ended), total: f.int(run.tasks_total) })
          : t('tray.starting')}
        {run.tasks_failed > 0 && ` · ${t('sync.failed_short', { count: run.tasks_failed })}`}
        {run.waiting_seconds ? ` · ${waits}` : ''}
      </span>
    </div>
  )
}
