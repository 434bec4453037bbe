import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { StoredRow } from '../../api/rows'
import type { Column } from '../../components/data-table/columns'
import { Age } from '../../components/ui/age'
import { RowOutcome } from '../../components/ui/outcome-badge'
import { useLocale } from '../../lib/locale'
import { testOf, valueText } from '../../lib/row-kinds'
import classes from './operations.module.css'
import { Unknown } from './value-cells'

interface Field {
  id: string
  size: number
  grow?: boolean
  hidden?: boolean
}

const field = (id: string, size: number, more?: Partial<Field>): Field => ({ id, size, ...more })
const customer = field('customer', 180)
const origin = [field('connection', 160, { hidden: true }), field('synced_at', 132, { hidden: true })]

/** What the table of a kind shows, the customer among it. */
const fields: Record<string, Field[]> = {
  jobs: [
    customer,
    field('key', 178),
    field('service', 136),
    field('module', 150),
    field('outcome', 134),
    field('started_at', 136),
    field('ended_at', 136),
    field('status', 170),
    field('error', 220, { grow: true }),
    field('objects', 100, { hidden: true }),
    field('failed', 100, { hidden: true }),
    field('size', 100, { hidden: true }),
    ...origin,
  ],
  'service-requests': [
    customer,
    field('number', 150),
    field('title', 260, { grow: true }),
    field('open', 80),
    field('status', 150),
    field('severity', 110),
    field('created_at', 136),
    field('updated_at', 136),
    field('closed_at', 136, { hidden: true }),
    field('contact', 150),
    field('notes', 90),
    ...origin,
  ],
  'service-states': [
    customer,
    field('service', 240, { grow: true }),
    field('outcome', 150),
    field('state', 220),
    field('detail', 260, { hidden: true }),
    field('connection', 180),
    field('synced_at', 132),
  ],
  incidents: [
    customer,
    field('title', 320, { grow: true }),
    field('service', 190),
    field('kind', 110),
    field('status', 190),
    field('started_at', 136),
    field('ended_at', 136),
    field('updated_at', 136),
    field('key', 120, { hidden: true }),
    ...origin,
  ],
  storage: [
    customer,
    field('service', 240, { grow: true }),
    field('module', 160),
    field('consumed', 110),
    field('protected', 110),
    field('purchased', 110),
    field('objects', 110),
    field('place', 220),
    field('retention', 140, { hidden: true }),
    ...origin,
  ],
}

function isNumber(id: string): boolean {
  const test = testOf(id)
  return test === 'number' || test === 'size'
}

const own = new Set(['customer', 'connection', 'key', 'synced_at'])

/** The value of a column, from the row itself or from what is stored with every row. */
function valueOf(row: StoredRow, id: string): unknown {
  if (id === 'notes') return Array.isArray(row.row.notes) ? row.row.notes.length : 0
  return own.has(id) ? row[id as keyof StoredRow] : row.row[id]
}

function headerKey(kind: string, id: string): string {
  if (kind === 'jobs' && id === 'key') return 'operations.column.job'
  if (kind === 'service-states' && id === 'outcome') return 'operations.column.health'
  if (kind === 'incidents' && id === 'key') return 'operations.column.incident'
  return id === 'customer' || id === 'connection' || id === 'synced_at' ? `column.${id}` : `row.${id}`
}

/** The columns of a kind; what every row of a view has alike is left out. */
export function useRowColumns(kind: string, without: readonly string[]): Column<StoredRow>[] {
  const { t } = useTranslation()
  const { f } = useLocale()
  return useMemo(
    () =>
      (fields[kind] ?? [])
        .filter(({ id }) => !without.includes(id))
        .map(({ id, size, grow, hidden }) => {
          const text = (row: StoredRow) => valueText(valueOf(row, id), id, f, t)
          return {
            id,
            header: t(headerKey(kind, id)),
            short: id === 'synced_at' ? t('short.synced_at') : undefined,
            size,
            grow,
            hidden,
            fixed: id === 'customer',
            numeric: isNumber(id),
            test: testOf(id),
            cell: (row: StoredRow) => <Cell id={id} kind={kind} row={row} text={text(row)} />,
            text,
          }
        }),
    [kind, without, t, f],
  )
}

interface CellProps {
  id: string
  kind: string
  row: StoredRow
  text: string
}

function Cell({ id, kind, row, text }: CellProps) {
  const value = valueOf(row, id)
  if (id === 'outcome') return <RowOutcome kind={kind} row={row} />
  if (id.endsWith('_at')) return typeof value === 'string' ? <Age at={value} /> : null
  if (isNumber(id) && (value === null || value === undefined)) return <Unknown />
  return (
    <span title={text} className={id === 'customer' ? classes.name : undefined}>
      {text}
    </span>
  )
}
