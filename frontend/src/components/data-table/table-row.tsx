import { FlexRender, type Row as TableRowModel } from '@tanstack/react-table'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column, features } from './columns'
import classes from './data-table.module.css'

interface Props<Row extends { id: number }> {
  id: string
  row: TableRowModel<typeof features, Row>
  index: number
  top: number
  columns: Column<Row>[]
  /** Names the visible columns: the row is drawn again when they change. */
  shown: string
  selectable: boolean
  opens: boolean
  selected: boolean
  active: boolean
  open: boolean
}

function DrawnRow<Row extends { id: number }>(props: Props<Row>) {
  const { row, index, columns, selectable } = props
  const { t } = useTranslation()
  return (
    <div
      id={props.id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selectable ? props.selected : undefined}
      className={classes.row}
      style={{ transform: `translateY(${props.top}px)` }}
      data-index={index}
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
      {row.getVisibleCells().map((cell, n) => (
        <div
          key={cell.id}
          role="gridcell"
          className={classes.cell}
          data-column={cell.column.id}
          data-sticky={n === 0 || undefined}
          data-numeric={columns.find((c) => c.id === cell.column.id)?.numeric || undefined}
        >
          <FlexRender cell={cell} />
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
