import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomerRow } from '../../api/customers'
import type { Column } from '../../components/data-table/columns'
import { Age } from '../../components/ui/age'
import { CountLink } from '../../components/ui/count-link'
import { HealthBadge, healthText } from '../../components/ui/outcome-badge'
import { SeatsUnknown } from '../../components/ui/seats-unknown'
import { CustomerStatusList, useStatusReasons } from '../../components/ui/status-badges'
import { TagList, tagNames } from '../../components/tags/tag-list'
import { VendorTags } from '../../components/ui/vendor-tags'
import { countryName } from '../../lib/countries'
import type { Format } from '../../lib/format'
import { useLocale } from '../../lib/locale'
import { errorSentence } from '../../lib/use-error-text'
import { CustomerName } from './customer-name'

type SeatKey = 'bought' | 'assigned' | 'available' | 'over_seats'
type DayKey = 'next_ends_on' | 'next_renews_on' | 'next_open_on'

function numberColumn(t: TFunction, f: Format, id: 'subscriptions' | SeatKey, size: number): Column<CustomerRow> {
  return {
    id,
    header: t(`column.${id}`),
    size,
    numeric: true,
    test: 'number',
    cell: (row) => (row[id] === 0 ? <Zero /> : f.int(row[id])),
    text: (row) => f.int(row[id]),
  }
}

function seatColumn(t: TFunction, f: Format, id: SeatKey, size: number): Column<CustomerRow> {
  const column = numberColumn(t, f, id, size)
  return {
    ...column,
    short: t(`short.${id}`),
    cell: (row) => (row.seats_known ? column.cell(row) : <SeatsUnknown noAccess={row.no_access} />),
    text: (row) => (row.seats_known ? column.text(row) : t('value.seats_unknown')),
  }
}

/** Where counts of a customer lead to: the rows that they count. */
const countedRows = {
  failed_jobs: { view: 'jobs', outcome: 'failed' },
  open_requests: { view: 'requests', state: 'open' },
  subscriptions: {},
  over_seats: { view: 'pools', figure: 'over' },
} as const

/** The same of licences. */
function withLink(t: TFunction, column: Column<CustomerRow>, id: 'subscriptions' | 'over_seats'): Column<CustomerRow> {
  return {
    ...column,
    cell: (row) =>
      row[id] === 0 || (id === 'over_seats' && !row.seats_known) ? (
        column.cell(row)
      ) : (
        <CountLink
          to="/licences"
          search={{ ...countedRows[id], customer: row.id }}
          aria-label={`${row.name}: ${t(`column.${id}`)} ${column.text(row)}`}
        >
          {column.text(row)}
        </CountLink>
      ),
  }
}

/** What was never read is unknown, not none. */
function countColumn(t: TFunction, f: Format, id: 'failed_jobs' | 'open_requests', size: number): Column<CustomerRow> {
  const text = (row: CustomerRow) => (row[id] === null ? t('value.unknown') : f.int(row[id]))
  return {
    id,
    header: t(`column.${id}`),
    short: t(`operations.column.${id}`),
    size,
    numeric: true,
    test: 'number',
    hidden: true,
    cell: (row) =>
      row[id] === null ? (
        <Unknown word={t('value.unknown')} />
      ) : row[id] === 0 ? (
        <Zero />
      ) : (
        <CountLink
          to="/operations"
          search={{ ...countedRows[id], customer: row.id }}
          aria-label={`${row.name}: ${t(`column.${id}`)} ${text(row)}`}
        >
          {text(row)}
        </CountLink>
      ),
    text,
  }
}

function wordsColumn<K extends 'managed' | 'types'>(
  header: string,
  id: K,
  word: (value: CustomerRow[K][number]) => string,
): Column<CustomerRow> {
  const text = (row: CustomerRow) => row[id].map(word).join(', ')
  return { id, header, size: 170, hidden: true, cell: (row) => <span title={text(row)}>{text(row)}</span>, text }
}

function dayColumn(t: TFunction, f: Format, id: DayKey, size: number): Column<CustomerRow> {
  const text = (row: CustomerRow) => f.date(row[id])
  return {
    id,
    header: t(`column.${id}`),
    short: t(`short.${id}`),
    size,
    test: 'day',
    cell: (row) => <span className="num">{text(row)}</span>,
    text,
  }
}

/** A zero is quiet, so that numbers that say something stand out. */
function Zero() {
  return <span style={{ color: 'var(--ink-3)' }}>0</span>
}

/** A dash, where a word would be too long. */
function Unknown({ word }: { word: string }) {
  return (
    <span style={{ color: 'var(--ink-3)' }} title={word}>
      <span aria-hidden>–</span>
      <span className="visually-hidden">{word}</span>
    </span>
  )
}

function timeColumn(t: TFunction, f: Format, id: 'synced_at' | 'first_seen_at' | 'gone_at'): Column<CustomerRow> {
  return {
    id,
    header: t(`column.${id}`),
    short: id === 'synced_at' ? t('short.synced_at') : undefined,
    size: 132,
    test: 'day',
    hidden: id !== 'synced_at',
    cell: (row) => {
      const at = row[id]
      return at ? <Age at={at} /> : id === 'synced_at' ? <span>{t('value.never')}</span> : null
    },
    text: (row) => (row[id] ? f.dateTime(row[id]) : ''),
  }
}

export function useCustomerColumns(): Column<CustomerRow>[] {
  const { t } = useTranslation()
  const { f } = useLocale()
  const reason = useStatusReasons()
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('column.name'),
        size: 190,
        grow: true,
        fixed: true,
        test: 'text',
        cell: (row) => <CustomerName row={row} />,
        text: (row) => row.name,
      },
      {
        id: 'statuses',
        header: t('column.status'),
        size: 288,
        cell: (row) => <CustomerStatusList statuses={row.statuses} most={2} reason={reason} />,
        text: (row) => row.statuses.map((status) => t(`status.customer.${status}`)).join(', '),
      },
      {
        id: 'vendors',
        header: t('column.vendors'),
        size: 100,
        cell: (row) => <VendorTags vendors={row.vendors} />,
        text: (row) => row.vendors.map((vendor) => t(`vendor.${vendor}`)).join(', '),
      },
      {
        id: 'families',
        header: t('column.families'),
        size: 170,
        hidden: true,
        cell: (row) => <span>{row.families.map((family) => t(`family.${family || 'other'}`)).join(', ')}</span>,
        text: (row) => row.families.map((family) => t(`family.${family || 'other'}`)).join(', '),
      },
      { ...withLink(t, numberColumn(t, f, 'subscriptions', 112), 'subscriptions'), hidden: true },
      seatColumn(t, f, 'bought', 72),
      seatColumn(t, f, 'assigned', 96),
      { ...seatColumn(t, f, 'available', 96), hidden: true },
      withLink(t, seatColumn(t, f, 'over_seats', 60), 'over_seats'),
      countColumn(t, f, 'failed_jobs', 142),
      countColumn(t, f, 'open_requests', 146),
      {
        id: 'health',
        header: t('column.health'),
        size: 130,
        hidden: true,
        cell: (row) => row.health && <HealthBadge outcome={row.health} at={row.health_at} />,
        text: (row) => (row.health ? healthText(row.health, row.health_at, t) : ''),
      },
      {
        id: 'tags',
        header: t('column.tags'),
        size: 160,
        cell: (row) => <TagList tags={row.tags} />,
        text: (row) => tagNames(row.tags).join(', '),
      },
      wordsColumn(t('column.managed'), 'managed', (word) => t(`managed.${word}`)),
      wordsColumn(t('column.types'), 'types', (word) => t(`customer_type.${word}`)),
      dayColumn(t, f, 'next_ends_on', 92),
      dayColumn(t, f, 'next_renews_on', 92),
      dayColumn(t, f, 'next_open_on', 136),
      {
        id: 'domain',
        header: t('column.domain'),
        size: 180,
        test: 'text',
        cell: (row) => <span title={row.domain}>{row.domain}</span>,
        text: (row) => row.domain,
      },
      {
        id: 'country',
        header: t('column.country'),
        size: 110,
        cell: (row) => row.country && <span>{countryName(row.country, f.locale)}</span>,
        text: (row) => (row.country ? countryName(row.country, f.locale) : ''),
      },
      {
        id: 'unmatched',
        header: t('column.unmatched'),
        size: 130,
        hidden: true,
        cell: (row) => f.bool(row.unmatched),
        text: (row) => f.bool(row.unmatched),
      },
      {
        id: 'no_access',
        header: t('column.no_access'),
        size: 200,
        hidden: true,
        cell: (row) => row.no_access && <span>{errorSentence(t, row.no_access)}</span>,
        text: (row) => (row.no_access ? errorSentence(t, row.no_access) : ''),
      },
      timeColumn(t, f, 'synced_at'),
      timeColumn(t, f, 'first_seen_at'),
      timeColumn(t, f, 'gone_at'),
    ],
    [t, f, reason],
  )
}
