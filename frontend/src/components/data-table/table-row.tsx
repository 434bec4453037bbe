import { Checkbox } from '@mantine/core'
import { FlexRender, type Row as TableRowModel } from '@tanstack/react-table'
import type { MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { features } from './columns'
import classes from './data-table.module.css'
import type { RowMenuTarget } from './row-menu'
import type { Columns } from './use-columns'
import type { Selection } from './use-selection'

interface Props<Row extends { id: number }> {
  id: string
  row: TableRowModel<typeof features, Row>
  index: number
  top: number
  columns: Columns<Row>
  selected: boolean
  selection?: Selection
  active: boolean
  open: boolean
  onOpen?: (row: Row) => void
  onActivate: (index: number) => void
  onMenu: (target: RowMenuTarget<Row>) => void
}

export function TableRow<Row extends { id: number }>(props: Props<Row>) {
  const { row, index, columns, selection } = props
  const { t } = useTranslation()
  const numeric = new Set(columns.all.filter((c) => c.numeric).map((c) => c.id))
  const onClick = (event: MouseEvent) => {
    props.onActivate(index)
    if (selection && (event.ctrlKey || event.metaKey || event.shiftKey)) {
      selection.toggle(row.original.id, index, event.shiftKey)
      return
    }
    if (!window.getSelection()?.toString()) props.onOpen?.(row.original)
  }
  const onContextMenu = (event: MouseEvent) => {
    event.preventDefault()
    const cell = event.target instanceof Element ? event.target.closest('[data-column]') : null
    props.onMenu({
      row: row.original,
      column: cell?.getAttribute('data-column') ?? '',
      x: event.clientX,
      y: event.clientY,
    })
  }
  return (
    <div
      id={props.id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selection ? props.selected : undefined}
      className={classes.row}
      style={{ transform: `translateY(${props.top}px)` }}
      data-opens={props.onOpen ? true : undefined}
      data-selected={props.selected || undefined}
      data-active={props.active || undefined}
      data-open={props.open || undefined}
      onClick={onClick}
      onContextMenu={onContextMenu}
    >
      {selection && (
        <div role="gridcell" data-sticky className={classes.cell} onClick={(event) => event.stopPropagation()}>
          <Checkbox
            tabIndex={-1}
            aria-label={t('table.select_row')}
            checked={props.selected}
            onChange={() => undefined}
            onClick={(event) => selection.toggle(row.original.id, index, event.shiftKey)}
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
          data-numeric={numeric.has(cell.column.id) || undefined}
        >
          <FlexRender cell={cell} />
        </div>
      ))}
    </div>
  )
}

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
