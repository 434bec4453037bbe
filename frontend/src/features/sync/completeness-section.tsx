import { ActionIcon, Skeleton, Tooltip } from '@mantine/core'
import { IconRefresh, IconRotate } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ConnectionRow } from '../../api/connections'
import { type Completeness, syncQueries } from '../../api/sync'
import { Age } from '../../components/ui/age'
import { reasonText } from '../../components/ui/completeness-text'
import { ErrorState } from '../../components/ui/error-state'
import { Section } from '../../components/ui/page'
import table from '../../components/ui/plain-table.module.css'
import { ConnectionState } from '../../components/ui/status-badges'
import { useStartSync } from '../../components/use-start-sync'
import { useLocale } from '../../lib/locale'
import { errorSentence } from '../../lib/use-error-text'
import classes from './sync.module.css'

/** How much of each dataset is stored, per connection, with the means to read it now. */
export function CompletenessSection({ connections }: { connections?: ConnectionRow[] }) {
  const { t } = useTranslation()
  const completeness = useQuery(syncQueries.completeness())
  return (
    <Section title={t('sync.completeness')}>
      {completeness.error && <ErrorState error={completeness.error} onRetry={() => void completeness.refetch()} />}
      {(completeness.isPending || !connections) && <Skeleton height={110} m="md" w="auto" />}
      {completeness.data && connections && (
        <div className={table.scroll} tabIndex={0} role="group" aria-label={t('sync.completeness')}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('column.connection')}</th>
                <th scope="col">{t('column.state')}</th>
                <th scope="col">{t('column.dataset')}</th>
                <th scope="col" data-numeric>
                  {t('column.expected')}
                </th>
                <th scope="col" data-numeric>
                  {t('column.read')}
                </th>
                <th scope="col" data-numeric>
                  {t('sync.never_read')}
                </th>
                <th scope="col">{t('sync.failed')}</th>
                <th scope="col">{t('column.oldest')}</th>
                <th scope="col">{t('column.newest')}</th>
                <th scope="col">
                  <span className="visually-hidden">{t('table.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {connections.map((connection) => (
                <ConnectionRows
                  key={connection.id}
                  connection={connection}
                  datasets={completeness.data.items.filter((each) => each.connection_id === connection.id)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  )
}

function ConnectionRows({ connection, datasets }: { connection: ConnectionRow; datasets: Completeness[] }) {
  const { t } = useTranslation()
  const rows = Math.max(1, datasets.length)
  return Array.from({ length: rows }, (_, n) => (
    <tr key={n} data-more={n > 0 || undefined}>
      {n === 0 && (
        <>
          <th scope="rowgroup" rowSpan={rows} data-top>
            <span className={table.name}>{connection.name}</span>
          </th>
          <td rowSpan={rows} data-top>
            <ConnectionState state={connection.state} />
          </td>
        </>
      )}
      {datasets[n] ? (
        <DatasetCells dataset={datasets[n]} />
      ) : (
        <td colSpan={7} className={classes.quiet}>
          {t('completeness.nothing')}
        </td>
      )}
      {n === 0 && (
        <td rowSpan={rows} data-top>
          <ReadNow connection={connection} />
        </td>
      )}
    </tr>
  ))
}

function DatasetCells({ dataset }: { dataset: Completeness }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const failed = dataset.failed.reduce((sum, each) => sum + each.count, 0)
  return (
    <>
      <td data-top>{t(`dataset.${dataset.dataset}`, { defaultValue: dataset.dataset })}</td>
      <td data-numeric data-top>
        {f.int(dataset.expected)}
      </td>
      <td data-numeric data-top>
        {f.int(dataset.read)}
      </td>
      <td data-numeric data-top>
        {f.int(dataset.never)}
      </td>
      <td data-wrap data-top className={failed > 0 ? classes.bad : classes.quiet}>
        {failed === 0
          ? t('value.none')
          : dataset.failed.map((each) => (
              <div key={each.error_key} title={errorSentence(t, each.error_key)}>
                {f.int(each.count)} {reasonText(t, each.error_key)}
              </div>
            ))}
      </td>
      <td data-top>{dataset.oldest ? <Age at={dataset.oldest} /> : t('value.never')}</td>
      <td data-top>{dataset.newest ? <Age at={dataset.newest} /> : t('value.never')}</td>
    </>
  )
}

function ReadNow({ connection }: { connection: ConnectionRow }) {
  const { t } = useTranslation()
  const sync = useStartSync()
  return (
    <div className={table.actions}>
      <Tooltip label={t('sync.run_now')}>
        <ActionIcon
          size={22}
          loading={sync.isPending}
          aria-label={t('sync.run_one', { connection: connection.name })}
          onClick={() => sync.mutate({ ids: [connection.id], full: false })}
        >
          <IconRefresh size={14} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('sync.run_full')}>
        <ActionIcon
          size={22}
          aria-label={t('sync.run_full_one', { connection: connection.name })}
          onClick={() => sync.mutate({ ids: [connection.id], full: true })}
        >
          <IconRotate size={14} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}
