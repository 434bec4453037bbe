import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { SubscriptionRow } from '../../api/subscriptions'
import type { Column } from '../../components/data-table/columns'
import { Age } from '../../components/ui/age'
import { billingText, givenText, typedAt } from '../../components/ui/given-text'
import { Sourced } from '../../components/ui/source-mark'
import { SubscriptionStatus } from '../../components/ui/status-badges'
import { daysBetween, type Format } from '../../lib/format'
import { useLocale } from '../../lib/locale'

type Cell = Column<SubscriptionRow>

/** A column of plain text. */
function words(
  t: TFunction,
  id: string,
  size: number,
  text: (row: SubscriptionRow) => string,
  more?: Partial<Cell>,
): Cell {
  return {
    id,
    header: t(`column.${id}`),
    size,
    cell: (row) => <span title={text(row)}>{text(row)}</span>,
    text,
    ...more,
  }
}

interface SourcedText {
  source: (row: SubscriptionRow) => SubscriptionRow['source']
  text: (row: SubscriptionRow) => string
  given?: (row: SubscriptionRow) => string | undefined
}

/** A column whose value says where it came from. */
function sourced(t: TFunction, id: string, size: number, of: SourcedText): Cell {
  return {
    id,
    header: t(`column.${id}`),
    short: id === 'term_end_on' || id === 'at_term_end' ? t(`short.${id}`) : undefined,
    size,
    test: id === 'term_end_on' || id === 'created_on' ? 'day' : id === 'unit_price' ? 'number' : undefined,
    cell: (row) => (
      <Sourced source={of.source(row)} given={of.given?.(row)} typedAt={typedAt(row, id)}>
        {of.text(row)}
      </Sourced>
    ),
    text: (row) => (of.source(row) === '' ? t('value.unknown') : of.text(row)),
  }
}

function assignedText(row: SubscriptionRow, t: TFunction, f: Format): string {
  if (row.assigned !== null) return f.int(row.assigned)
  if (!row.pool || row.pool.assigned === null) return t('value.unknown')
  return row.pool.shared_by > 1
    ? t('licences.shared', { count: row.pool.shared_by, number: f.int(row.pool.assigned) })
    : f.int(row.pool.assigned)
}

export function useSubscriptionColumns(): Cell[] {
  const { t } = useTranslation()
  const { f, today } = useLocale()
  return useMemo(
    () => [
      words(t, 'customer', 200, (row) => row.customer, { grow: true, fixed: true, test: 'text' }),
      words(t, 'product', 210, (row) => row.product, { test: 'text' }),
      {
        id: 'status',
        header: t('column.status'),
        size: 130,
        cell: (row) => (
          <Sourced source={row.status_source} typedAt={typedAt(row, 'status')}>
            <SubscriptionStatus status={row.status} />
          </Sourced>
        ),
        text: (row) => t(`status.subscription.${row.status}`),
      },
      { ...words(t, 'quantity', 76, (row) => f.int(row.quantity)), numeric: true, test: 'number' },
      {
        ...words(t, 'assigned', 124, (row) => assignedText(row, t, f)),
        short: t('short.assigned'),
        numeric: true,
        test: 'number',
      },
      sourced(t, 'term_end_on', 146, {
        source: (row) => row.term_end_source,
        text: (row) => f.date(row.term_end_on),
        given: (row) => givenText(row, 'term_end_on', t, f),
      }),
      {
        id: 'days_left',
        header: t('column.days_left'),
        size: 96,
        numeric: true,
        sortable: false,
        cell: (row) => (row.term_end_on ? f.int(daysBetween(today, row.term_end_on)) : ''),
        text: (row) => (row.term_end_on ? f.int(daysBetween(today, row.term_end_on)) : ''),
      },
      sourced(t, 'at_term_end', 196, {
        source: (row) => row.at_term_end_source,
        text: (row) => t(`at_term_end.${row.at_term_end || 'unknown'}`),
        given: (row) => givenText(row, 'at_term_end', t, f),
      }),
      sourced(t, 'term', 128, {
        source: (row) => row.term_source,
        text: (row) => t(`term.${row.term || 'unknown'}`),
        given: (row) => givenText(row, 'term', t, f),
      }),
      {
        ...sourced(t, 'unit_price', 190, {
          source: (row) => row.price_source,
          text: (row) =>
            row.unit_price
              ? `${f.money(row.unit_price, row.currency)} ${t(`price_period.${row.price_period || 'month'}`)}`
              : '',
        }),
        numeric: true,
      },
      words(t, 'vendor', 110, (row) => t(`vendor_short.${row.vendor}`)),
      words(t, 'number', 180, (row) => row.number, { hidden: true, test: 'text' }),
      words(t, 'family', 130, (row) => t(`family.${row.family || 'other'}`), { hidden: true }),
      words(t, 'sku', 150, (row) => row.sku, { hidden: true, test: 'text' }),
      words(t, 'connection', 150, (row) => row.connection, { hidden: true, test: 'text' }),
      {
        ...sourced(t, 'created_on', 130, {
          source: (row) => row.created_on_source,
          text: (row) => f.date(row.created_on),
          given: (row) => givenText(row, 'created_on', t, f),
        }),
        hidden: true,
      },
      {
        ...sourced(t, 'billing_cycle', 150, {
          source: (row) => row.billing_cycle_source,
          text: (row) => billingText(row.billing_cycle, t),
          given: (row) => givenText(row, 'billing_cycle', t, f),
        }),
        hidden: true,
      },
      words(t, 'deletes_on', 150, (row) => f.date(row.deletes_on), { hidden: true, test: 'day' }),
      words(t, 'tags', 140, (row) => row.tags, { hidden: true, test: 'text' }),
      words(t, 'trial', 90, (row) => (row.trial === null ? t('value.unknown') : f.bool(row.trial)), { hidden: true }),
      words(t, 'excluded', 170, (row) => (row.excluded ? t(`exclusion.${row.excluded}`) : ''), { hidden: true }),
      {
        id: 'synced_at',
        header: t('column.synced_at'),
        short: t('short.synced_at'),
        size: 140,
        test: 'day',
        cell: (row) => row.synced_at && <Age at={row.synced_at} />,
        text: (row) => (row.synced_at ? f.dateTime(row.synced_at) : ''),
      },
      words(t, 'gone_at', 140, (row) => (row.gone_at ? f.dateTime(row.gone_at) : ''), { hidden: true, test: 'day' }),
    ],
    [t, f, today],
  )
}

/** What a subscription's drawer tells beside the columns of the list. */
export function useSubscriptionDetails(): Cell[] {
  const { t } = useTranslation()
  const { f } = useLocale()
  return useMemo(
    () => [
      sourced(t, 'cancel_until', 150, {
        source: (row) => row.cancel_until_source,
        text: (row) => (row.cancel_until ? f.dateTime(row.cancel_until) : ''),
      }),
      words(t, 'used', 80, (row) => (typeof row.pool?.used === 'number' ? f.int(row.pool.used) : t('value.unknown'))),
      words(t, 'typed_at', 140, (row) => (row.typed_at ? f.dateTime(row.typed_at) : '')),
    ],
    [t, f],
  )
}
