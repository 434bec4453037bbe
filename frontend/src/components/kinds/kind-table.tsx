import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rowQueries, type StoredRow, type Whose } from '../../api/rows'
import { ErrorState } from '../ui/error-state'
import table from '../ui/plain-table.module.css'
import { useLocale } from '../../lib/locale'
import { shownOf, titleOf, valueText } from '../../lib/row-kinds'
import classes from './kind-table.module.css'
import { SaveDocument } from './save-document'

const first = 50

interface Props {
  kind: string
  /** The customer or the connection that has the rows. */
  whose: Whose
  /** Where there are none, nothing is said. */
  rare?: boolean
}

/** The rows of one kind that a customer or a connection has, as a table of the fields that any of them has. */
export function KindTable({ kind, whose, rare }: Props) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const [limit, setLimit] = useState(first)
  const rows = useQuery(rowQueries.newest(kind, whose, limit))
  const heading = t(`kind.${kind}`)
  if (rare && !rows.error && !rows.data?.total) return null
  const more = rows.data ? rows.data.total - rows.data.items.length : 0
  return (
    <section aria-label={heading} className={classes.kind}>
      <h3>
        {heading}
        {rows.data && <span className={classes.count}>{f.int(rows.data.total)}</span>}
      </h3>
      {rows.error && <ErrorState error={rows.error} onRetry={() => void rows.refetch()} />}
      {rows.isPending && <Skeleton height={60} />}
      {rows.data?.total === 0 && <p className={classes.quiet}>{t('customer.nothing_listed')}</p>}
      {rows.data && rows.data.total > 0 && <Rows kind={kind} rows={rows.data.items} ofOne={'connection_id' in whose} />}
      {more > 0 && (
        <Button variant="subtle" onClick={() => setLimit(limit * 5)}>
          {t('customer.more_rows', { count: more, n: f.int(more) })}
        </Button>
      )}
    </section>
  )
}

/** ofOne says that all rows are of one connection, which then needs no column. */
function Rows({ kind, rows, ofOne }: { kind: string; rows: StoredRow[]; ofOne: boolean }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const text = (row: StoredRow, field: string) => valueText(row.row[field], field, f, t)
  const fields = shownOf(kind).filter((field) => rows.some((row) => text(row, field) !== ''))
  return (
    <div className={`${table.scroll} ${classes.wide}`} tabIndex={0} role="region" aria-label={t(`kind.${kind}`)}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t('column.name')}</th>
            {fields.map((field) => (
              <th key={field} scope="col">
                {t(`row.${field}`)}
              </th>
            ))}
            {!ofOne && <th scope="col">{t('column.connection')}</th>}
            {kind === 'documents' && (
              <th scope="col">
                <span className="visually-hidden">{t('table.actions')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">{titleOf(kind, row)}</th>
              {fields.map((field) => (
                <td
                  key={field}
                  title={text(row, field)}
                  data-numeric={typeof row.row[field] === 'number' ? true : undefined}
                >
                  {text(row, field)}
                </td>
              ))}
              {!ofOne && <td>{row.connection}</td>}
              {kind === 'documents' && (
                <td>
                  <div className={table.actions}>{row.row.file_name ? <SaveDocument row={row} /> : null}</div>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
