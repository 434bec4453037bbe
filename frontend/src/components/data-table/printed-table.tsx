import { useTranslation } from 'react-i18next'
import { useLocale } from '../../lib/locale'
import type { Column } from './columns'
import classes from './printed-table.module.css'

interface Props<Row> {
  label: string
  columns: Column<Row>[]
  rows: Row[]
  total: number
}

/** A table on paper: as wide as the sheet, its words in full, and its headings on every sheet. */
export function PrintedTable<Row extends { id: number }>({ label, columns, rows, total }: Props<Row>) {
  const { t } = useTranslation()
  const { f } = useLocale()
  return (
    <div className={classes.sheet}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" data-numeric={column.numeric || undefined}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              {columns.map((column) => (
                <td key={column.id} data-numeric={column.numeric || undefined}>
                  {column.text(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length < total && (
        <p className={classes.more}>
          {t('table.printed', { count: rows.length, number: f.int(rows.length), total: f.int(total) })}
        </p>
      )}
    </div>
  )
}
