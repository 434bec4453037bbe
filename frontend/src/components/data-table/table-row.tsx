import { memo } from 'react'
import { useLocale } from '../../lib/locale'
import type { Column } from './columns'
import classes from './data-table.module.css'

interface Props<Row extends { id: number }> {
  id: string
  row: Row
  /** Where it stands in the list, and where among the lines of the table. */
  index: number
  line: number
  top: number
  /** Those that are visible, in their order. */
  columns: Column<Row>[]
  /** In its group, where rows are grouped. */
  place?: 'first' | 'follows'
  selectable: boolean
  opens: boolean
  selected: boolean
  active: boolean
  open: boolean
}

function DrawnRow<Row extends { id: number }>(props: Props<Row>) {
  const { row, index, columns, selectable } = props
  const { t } = useLocale()
  return (
    <div
      id={props.id}
      role="row"
      aria-rowindex={props.line + 2}
      aria-selected={selectable ? props.selected : undefined}
      className={classes.row}
      style={{ transform: `translateY(${props.top}px)` }}
      data-index={index}
      data-line={props.line}
      data-place={props.place}
      data-opens={props.opens || undefined}
      data-selected={props.selected || undefined}
      data-active={props.active || undefined}
      data-open={props.open || undefined}
    >
      {selectable && (
        <div role="gridcell" data-sticky data-check className={classes.cell}>
          <input
            type="checkbox"
            className={classes.check}
            tabIndex={-1}
            aria-label={t('table.select_row')}
            checked={props.selected}
            readOnly
          />
        </div>
      )}
      {columns.map((column, n) => (
        <div
          key={column.id}
          role="gridcell"
          className={classes.cell}
          data-column={column.id}
          data-sticky={n === 0 || undefined}
          data-numeric={column.numeric || undefined}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  )
}

/** One row. It is drawn again only when something about it changes, so that scrolling draws new rows only. */
export const TableRow = memo(DrawnRow) as typeof DrawnRow

/** Holds the place of a row that is being fetched. */
export function GhostRow({ top, columns }: { top: number; columns: number }) {
  return (
    <div role="row" aria-hidden="true" className={classes.row} style={{ transform: `translateY(${top}px)` }}>
      {Array.from({ length: columns }, (_, n) => (
        <div key={n} role="gridcell" className={classes.cell}>
          <div className={classes.ghost} />
        </div>
      ))}
    </div>
  )
}
