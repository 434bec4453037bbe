import { Skeleton } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { OperationsRow } from '../../api/operations'
import type { WindowedList } from '../../components/data-table/use-windowed-list'
import { ErrorState } from '../../components/ui/error-state'
import { HealthBadge } from '../../components/ui/outcome-badge'
import { countryName } from '../../lib/countries'
import { useLocale } from '../../lib/locale'
import { bytesText } from '../../lib/row-kinds'
import type { OperationsSearch } from './operations-search'
import { drillDowns } from './overview-columns'
import classes from './operations.module.css'
import { OperationsLink, Unknown } from './value-cells'

interface Props {
  list: WindowedList<OperationsRow>
  within: Pick<OperationsSearch, 'jobs_within' | 'requests_within'>
  onOpen: (row: OperationsRow) => void
  empty: ReactNode
}

const cardWidth = 290
const rowHeight = 184

/** The customers as cards; of any number only those in sight are drawn. */
export function OverviewCards({ list, within, onOpen, empty }: Props) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const { ref, width } = useElementSize()
  const across = Math.max(1, Math.floor((width || 1000) / cardWidth))
  const virtualizer = useVirtualizer({
    count: Math.ceil(list.total / across),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 3,
    initialRect: { width: 1000, height: 600 },
  })
  const rows = virtualizer.getVirtualItems()
  const { setRange } = list
  const first = (rows[0]?.index ?? 0) * across
  const last = ((rows[rows.length - 1]?.index ?? 0) + 1) * across
  useEffect(() => setRange(first, last), [setRange, first, last])
  if (list.status === 'error') return <ErrorState error={list.error} onRetry={list.retry} />
  if (list.status === 'ready' && list.total === 0) return empty
  return (
    <div ref={scroller} className={classes.cards} tabIndex={0} role="group" aria-label={t('operations.customers')}>
      <div ref={ref} style={{ position: 'relative', height: virtualizer.getTotalSize() }}>
        {rows.map((row) => (
          <div
            key={row.key}
            className={classes.cardRow}
            style={{
              transform: `translateY(${row.start}px)`,
              gridTemplateColumns: `repeat(${across}, minmax(0, 1fr))`,
            }}
          >
            {Array.from({ length: Math.min(across, list.total - row.index * across) }, (_, n) => {
              const found = list.rows[list.places.get(row.index * across + n) ?? -1]
              if (!found) return <Skeleton key={n} height={rowHeight - 12} />
              return <Card key={found.id} row={found} within={within} onOpen={onOpen} />
            })}
          </div>
        ))}
      </div>
    </div>
  )
}

function Card({ row, within, onOpen }: { row: OperationsRow } & Pick<Props, 'within' | 'onOpen'>) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const to = drillDowns(within)
  const count = (id: keyof typeof to) => {
    const value = row[id]
    return (
      <div>
        <dt>{t(`operations.column.${id}`)}</dt>
        <dd>
          {value === null ? (
            <Unknown />
          ) : (
            <OperationsLink
              customer={row.id}
              to={to[id]}
              quiet={value === 0}
              label={`${row.name}: ${t(`operations.column.${id}`)} ${f.int(value)}`}
            >
              {f.int(value)}
            </OperationsLink>
          )}
        </dd>
      </div>
    )
  }
  return (
    <article className={classes.card} aria-label={row.name}>
      <header>
        <button type="button" className={classes.cardName} onClick={() => onOpen(row)} title={row.name}>
          {row.name}
        </button>
      </header>
      <p title={row.account}>
        {[row.account, row.country && countryName(row.country, f.locale)].filter(Boolean).join(' · ')}
      </p>
      <dl>
        {count('failed_jobs')}
        {count('open_requests')}
        {count('trouble')}
        <div>
          <dt>{t('operations.column.subscriptions')}</dt>
          <dd>{f.int(row.subscriptions)}</dd>
        </div>
        <div>
          <dt>{t('row.consumed')}</dt>
          <dd>{row.consumed === null ? <Unknown /> : bytesText(row.consumed, f)}</dd>
        </div>
        <div>
          <dt>{t('operations.column.health')}</dt>
          <dd>{row.health === '' ? <Unknown /> : <HealthBadge outcome={row.health} at={row.health_at} />}</dd>
        </div>
      </dl>
    </article>
  )
}
