import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { LicenceRow, Section } from '../../api/licences'
import { Sparkline } from '../../components/chart/sparkline'
import type { Column } from '../../components/data-table/columns'
import { wordsColumn } from '../../components/data-table/words-column'
import { Age } from '../../components/ui/age'
import { SeatBar } from '../../components/ui/seat-bar'
import { Sourced } from '../../components/ui/source-mark'
import type { Format } from '../../lib/format'
import { useLocale } from '../../lib/locale'
import classes from './licences.module.css'

type Cell = Column<LicenceRow>

const words = wordsColumn<LicenceRow>

/** A number; what nobody says is "–". */
const number = (
  t: TFunction,
  id: string,
  size: number,
  text: (row: LicenceRow) => string | undefined,
  more?: Partial<Cell>,
): Cell => ({
  id,
  header: t(`column.${id}`),
  size,
  numeric: true,
  test: id === 'share' || id === 'used_share' ? 'share' : 'number',
  cell: (row) => text(row) ?? <span className={classes.unknown}>–</span>,
  text: (row) => text(row) ?? '–',
  ...more,
})

/** Which columns a section shows beside the customer, the subscription, the product and the bar. */
const own: Record<Section, string[]> = {
  added: ['days', 'quantity', 'seats', 'assigned_change', 'used_change'],
  expiring: ['days', 'quantity', 'seats', 'used', 'use'],
  renewing: ['days', 'quantity', 'seats', 'used', 'use'],
  open: ['days', 'quantity', 'seats', 'used', 'use'],
  low: ['months', 'assigned', 'quantity', 'seats', 'assigned_change'],
  over: ['months', 'at_term_end', 'quantity', 'assigned', 'used'],
}

export function useSectionColumns(section: Section): Cell[] {
  const { t } = useTranslation()
  const { f } = useLocale()
  return useMemo(() => {
    const all = [...facts(t, f), ...dated(section, t, f), ...seats(section, t, f)]
    const shown = ['customer', 'number', 'product', ...own[section]]
    const column = (id: string) => all.filter((each) => each.id === id)
    return [
      ...shown.flatMap(column).map((each) => ({ ...each, hidden: undefined })),
      ...all.filter((each) => !shown.includes(each.id)).map((each) => ({ ...each, hidden: true })),
    ]
  }, [section, t, f])
}

function numberText(row: LicenceRow, t: TFunction): string {
  return row.trial === true ? t('value.trial') : row.numbers.join(', ')
}

function facts(t: TFunction, f: Format): Cell[] {
  return [
    words(t, 'customer', 176, (row) => row.customer, { grow: true, fixed: true, test: 'text' }),
    words(t, 'number', 104, (row) => numberText(row, t), { short: t('short.number'), test: 'text' }),
    words(t, 'product', 180, (row) => row.product, { test: 'text' }),
    words(t, 'vendor', 110, (row) => t(`vendor_short.${row.vendor}`)),
    words(t, 'family', 130, (row) => t(`family.${row.family || 'other'}`)),
    words(t, 'sku', 150, (row) => row.sku, { test: 'text' }),
    words(t, 'connection', 150, (row) => row.connection, { test: 'text' }),
    {
      id: 'synced_at',
      header: t('column.synced_at'),
      short: t('short.synced_at'),
      size: 140,
      test: 'day',
      cell: (row) => row.synced_at && <Age at={row.synced_at} />,
      text: (row) => (row.synced_at ? f.dateTime(row.synced_at) : ''),
    },
  ]
}

const since = {
  added: 'days_since_added',
  low: 'months_since_added',
  over: 'months_left',
  renewing: 'days_to_renewal',
} as const

/** When it was added, or ends; a figure of days says the day on hover. */
function dated(section: Section, t: TFunction, f: Format): Cell[] {
  const back = section === 'added' || section === 'low'
  const id = section === 'low' || section === 'over' ? 'months' : 'days'
  const heading = section in since ? since[section as keyof typeof since] : 'days_to_end'
  const day = (row: LicenceRow) => (back ? row.added_on : row.term_end_on)
  const count = (row: LicenceRow) => (id === 'months' ? row.months : row.days)
  return [
    number(t, id, 100, (row) => (count(row) === null ? undefined : f.int(count(row) ?? 0)), {
      header: t(`column.${heading}`),
      short: t(`short.${heading}`),
      cell: (row) =>
        count(row) === null ? (
          <span className={classes.unknown}>–</span>
        ) : (
          <span title={f.date(day(row))}>{f.int(count(row) ?? 0)}</span>
        ),
    }),
    words(t, 'added_on', 110, (row) => f.date(row.added_on), { test: 'day' }),
    {
      id: 'term_end_on',
      header: t('column.term_end_on'),
      size: 120,
      test: 'day',
      cell: (row) => <Sourced source={row.term_end_source}>{f.date(row.term_end_on)}</Sourced>,
      text: (row) => f.date(row.term_end_on),
    },
    {
      id: 'at_term_end',
      header: t('licences.renews'),
      short: t('short.renews'),
      size: 164,
      cell: (row) => (
        <Sourced source={row.at_term_end_source}>{t(`at_term_end.${row.at_term_end || 'unknown'}`)}</Sourced>
      ),
      text: (row) => t(`at_term_end.${row.at_term_end || 'unknown'}`),
    },
  ]
}

function change(value: number | null, f: Format): string | undefined {
  if (value === null) return undefined
  return value > 0 ? `+${f.int(value)}` : value < 0 ? `−${f.int(-value)}` : '±0'
}

function seats(section: Section, t: TFunction, f: Format): Cell[] {
  const of = (row: LicenceRow, pick: (seats: NonNullable<LicenceRow['seats']>) => string | null) =>
    row.seats ? (pick(row.seats) ?? undefined) : undefined
  /** Where seats are judged, their share of what was bought stands beside the number. */
  const judged = section === 'low' || section === 'over'
  const counted = (n: number | null | undefined, share: number | null | undefined) => {
    if (typeof n !== 'number') return null
    return judged && typeof share === 'number' ? `${f.int(n)} (${f.percent(share)})` : f.int(n)
  }
  const barText = (row: LicenceRow) => of(row, (s) => `${f.int(s.assigned)} / ${f.int(s.bought)}`) ?? t('value.unknown')
  return [
    number(t, 'quantity', 68, (row) => f.int(row.quantity), {
      header: t('licences.total'),
      short: t('licences.total'),
    }),
    number(t, 'assigned', judged ? 124 : 92, (row) => of(row, (s) => counted(s.assigned, s.share)), {
      short: t('short.assigned'),
    }),
    number(t, 'share', 104, (row) => of(row, (s) => (s.share === null ? null : f.percent(s.share))), {
      header: t('column.ratio'),
    }),
    number(t, 'used', judged ? 116 : 80, (row) => of(row, (s) => counted(s.used, s.used_share)), {
      short: t('short.used'),
    }),
    number(t, 'used_share', 96, (row) =>
      of(row, (s) => (typeof s.used_share === 'number' ? f.percent(s.used_share) : null)),
    ),
    number(t, 'available', 92, (row) => of(row, (s) => f.int(s.available)), { short: t('short.available') }),
    {
      id: 'seats',
      header: t('licences.bar'),
      short: t('licences.bar_short'),
      help: t('licences.bar_help'),
      size: 160,
      sortable: false,
      cell: (row) => <Bar row={row} />,
      text: barText,
    },
    number(t, 'assigned_change', 108, (row) => change(row.assigned_change, f), {
      short: t('short.assigned_change'),
      help: t('licences.change_help'),
    }),
    number(t, 'used_change', 96, (row) => change(row.used_change, f), {
      short: t('short.used_change'),
      help: t('licences.change_help'),
    }),
    {
      id: 'use',
      header: t('licences.use_over_time'),
      short: t('licences.use_short'),
      help: t('licences.use_help'),
      size: 104,
      sortable: false,
      cell: (row) => <Use row={row} />,
      text: (row) => (typeof row.use_average === 'number' ? f.decimal(row.use_average.toFixed(1)) : ''),
    },
  ]
}

function Bar({ row }: { row: LicenceRow }) {
  const { t } = useTranslation()
  if (!row.seats) return <span className={classes.unknown}>{t('value.unknown')}</span>
  const shared = row.seats.shared_with
  return (
    <span className={classes.bar}>
      <SeatBar compact bought={row.seats.bought} assigned={row.seats.assigned} used={row.seats.used} />
      {shared > 0 && row.numbers.length < 2 && (
        <abbr className={classes.shared} title={t('licences.shared_with', { count: shared })}>
          ⧉<span className="visually-hidden">{t('licences.shared_with', { count: shared })}</span>
        </abbr>
      )}
    </span>
  )
}

function Use({ row }: { row: LicenceRow }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const known = (row.use ?? []).flatMap((point) => (typeof point.used === 'number' ? [point.used] : []))
  if (known.length === 0 || typeof row.use_average !== 'number')
    return <span className={classes.unknown}>{t('value.unknown')}</span>
  const label = t('licences.use_label', {
    average: f.decimal(row.use_average.toFixed(1)),
    low: f.int(Math.min(...known)),
    high: f.int(Math.max(...known)),
  })
  return <Sparkline values={(row.use ?? []).map((point) => point.used ?? null)} label={label} />
}
