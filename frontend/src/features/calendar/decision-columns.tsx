import { IconPencil } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Decision } from '../../api/calendar'
import type { Column } from '../../components/data-table/columns'
import { wordsColumn } from '../../components/data-table/words-column'
import { actHelp, actText, amountText, utcText } from '../../components/ui/decision-text'
import { Sourced } from '../../components/ui/source-mark'
import type { Format } from '../../lib/format'
import { useLocale } from '../../lib/locale'
import { DecisionBadge } from '../../components/ui/decision-badge'
import classes from './calendar.module.css'

/** What was arranged for the end of the term. */
function nextText(row: Decision, t: TFunction, f: Format): string {
  if (!row.next) return ''
  const { product, quantity, term } = row.next
  return [product, quantity ? f.int(quantity) : '', term ? t(`term.${term}`) : ''].filter(Boolean).join(' · ')
}

/** What the decision is about: a product, or what lets us in. */
function nameText(row: Decision, t: TFunction): string {
  if (!row.access_kind) return row.product
  return [t(`access_kind.${row.access_kind}`), row.product].filter(Boolean).join(': ')
}

export function useDecisionColumns(): Column<Decision>[] {
  const { t } = useTranslation()
  const { f } = useLocale()
  return useMemo(() => {
    const words = (id: string, size: number, text: (row: Decision) => string, more?: Partial<Column<Decision>>) =>
      wordsColumn(t, id, size, text, more)
    return [
      words('day', 104, (row) => f.date(row.day), {
        cell: (row) => <DecisionDay row={row} />,
      }),
      words('state', 194, (row) => t(`decision.${row.state}`), {
        cell: (row) => <DecisionState row={row} />,
      }),
      words('act_until', 264, (row) => actText(row, t, f), {
        short: t('calendar.act_short'),
        cell: (row) => (
          <span title={actHelp(row, t, f)} className={row.days_left === null ? classes.unknown : 'num'}>
            {actText(row, t, f)}
          </span>
        ),
      }),
      words('act_until_utc', 170, (row) => utcText(row, f), { hidden: true, sortable: false }),
      words('customer', 140, (row) => row.customer, { grow: true, fixed: true, test: 'text' }),
      words('product', 130, (row) => nameText(row, t), { test: 'text' }),
      words('quantity', 76, (row) => (row.access_kind ? '' : f.int(row.quantity)), { numeric: true, test: 'number' }),
      words('amount', 140, (row) => amountText(row, t, f), {
        numeric: true,
        cell: (row) => <span className={row.amount ? undefined : classes.unknown}>{amountText(row, t, f)}</span>,
      }),
      words('connection', 140, (row) => row.connection, { hidden: true, test: 'text' }),
      words('number', 180, (row) => row.number, { hidden: true, test: 'text' }),
      words('term', 120, (row) => (row.access_kind ? '' : t(`term.${row.term || 'unknown'}`)), { hidden: true }),
      words('next', 200, (row) => nextText(row, t, f), { hidden: true, header: t('column.next_term') }),
      words('source', 110, (row) => t(`source.${row.state_source || 'none'}`), { hidden: true }),
    ]
  }, [t, f])
}

function DecisionState({ row }: { row: Decision }) {
  if (row.state_source === '') return <DecisionBadge state={row.state} />
  return (
    <Sourced source={row.state_source}>
      <DecisionBadge state={row.state} />
    </Sourced>
  )
}

function DecisionDay({ row }: { row: Decision }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  return (
    <span title={t('source.label', { source: t(`source.${row.day_source || 'none'}`) })} className="num">
      {f.date(row.day)}
      {row.day_source === 'typed' && (
        <IconPencil size={12} role="img" aria-label={t('source.typed_short')} className={classes.typed} />
      )}
    </span>
  )
}
