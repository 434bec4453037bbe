import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { WasteRow } from '../../api/licences'
import type { Column } from '../../components/data-table/columns'
import { wordsColumn } from '../../components/data-table/words-column'
import { SeatBar } from '../../components/ui/seat-bar'
import { Sourced } from '../../components/ui/source-mark'
import { type Format, majorUnits } from '../../lib/format'
import { useLocale } from '../../lib/locale'
import type { WasteKind } from './licences-search'
import classes from './licences.module.css'

type Cell = Column<WasteRow>

const own: Record<WasteKind, string[]> = {
  reassign: ['seats', 'disabled', 'inactive', 'pool', 'amount'],
  reduce: ['number', 'seats', 'act_on', 'pool', 'amount'],
  exposure: ['number', 'seats', 'waste_reason', 'pool', 'amount'],
}

export function useWasteColumns(kind: WasteKind): Cell[] {
  const { t } = useTranslation()
  const { f } = useLocale()
  return useMemo(() => {
    const shown = ['customer', 'product', ...own[kind]]
    const all = [...facts(t), ...counts(t, f), ...money(t, f)]
    return [
      ...shown.flatMap((id) => all.filter((each) => each.id === id)),
      ...all.filter((each) => !shown.includes(each.id)).map((each) => ({ ...each, hidden: true })),
    ]
  }, [kind, t, f])
}

const words = wordsColumn<WasteRow>

function facts(t: TFunction): Cell[] {
  return [
    words(t, 'customer', 150, (row) => row.customer, { grow: true, fixed: true, test: 'text' }),
    words(t, 'product', 170, (row) => row.product, { test: 'text' }),
    words(t, 'number', 104, (row) => row.number, { short: t('short.number'), test: 'text' }),
    words(t, 'vendor', 110, (row) => t(`vendor_short.${row.vendor}`)),
    words(t, 'family', 130, (row) => t(`family.${row.family || 'other'}`)),
    words(t, 'sku', 150, (row) => row.sku, { test: 'text' }),
    words(t, 'connection', 150, (row) => row.connection, { test: 'text' }),
    words(t, 'waste_reason', 210, (row) => (row.reason ? t(`waste_reason.${row.reason}`) : ''), { sortable: false }),
  ]
}

function counts(t: TFunction, f: Format): Cell[] {
  const count = (id: string, size: number, of: (row: WasteRow) => number, more?: Partial<Cell>) =>
    words(t, id, size, (row) => f.int(of(row)), { numeric: true, test: 'number', ...more })
  return [
    count('seats', 76, (row) => row.seats, { cell: (row) => <strong>{f.int(row.seats)}</strong> }),
    count('disabled', 92, (row) => row.disabled, { short: t('short.disabled') }),
    // Whether an account is a shared mailbox hardly any vendor tells, so that none is no zero.
    words(t, 'shared', 92, (row) => (row.shared ? f.int(row.shared) : t('value.unknown')), {
      header: t('column.shared_mailboxes'),
      short: t('short.shared_mailboxes'),
      numeric: true,
      test: 'number',
    }),
    count('inactive', 76, (row) => row.inactive, { short: t('short.inactive') }),
    {
      id: 'pool',
      header: t('licences.bar'),
      short: t('licences.bar_short'),
      size: 150,
      sortable: false,
      cell: (row) => <SeatBar compact bought={row.bought} assigned={row.assigned} />,
      text: (row) => `${f.int(row.assigned)} / ${f.int(row.bought)}`,
    },
  ]
}

function money(t: TFunction, f: Format): Cell[] {
  const amount = (row: WasteRow) =>
    row.amount
      ? `${f.money(majorUnits(row.amount.minor, row.amount.currency), row.amount.currency)} ${t(`price_period.${row.price_period || 'month'}`)}`
      : ''
  return [
    {
      id: 'act_on',
      header: t('column.act_on'),
      short: t('short.act_on'),
      size: 156,
      test: 'day',
      cell: (row) => <Sourced source={row.act_source}>{f.date(row.act_on)}</Sourced>,
      text: (row) => f.date(row.act_on),
    },
    words(t, 'term_end_on', 110, (row) => f.date(row.term_end_on), { test: 'day' }),
    {
      id: 'amount',
      header: t('column.amount'),
      size: 176,
      numeric: true,
      test: 'number',
      cell: (row) => (row.amount ? amount(row) : <span className={classes.unknown}>{t('value.no_price')}</span>),
      text: amount,
    },
    words(t, 'unit_price', 120, (row) => (row.unit_price ? f.money(row.unit_price, row.currency) : ''), {
      numeric: true,
      test: 'number',
    }),
  ]
}
