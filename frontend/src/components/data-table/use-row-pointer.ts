import type { MouseEvent } from 'react'
import type { RowMenuTarget } from './row-menu'
import type { Selection } from './use-selection'

interface Options<Row extends { id: number }> {
  rowAt: (index: number) => Row | undefined
  selection?: Selection
  activate: (line: number) => void
  /** Closes or opens the group whose heading that line is. */
  fold: (line: number) => void
  open?: (row: Row) => void
  menu: (target: RowMenuTarget<Row>) => void
}

/** Clicks on the rows of a table, heard once for all of them. */
export function useRowPointer<Row extends { id: number }>(options: Options<Row>) {
  const hit = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target : undefined
    const index = Number(target?.closest('[data-index]')?.getAttribute('data-index') ?? -1)
    const row = options.rowAt(index)
    return row && { target, index, row }
  }
  const lineOf = (event: MouseEvent) => {
    const line = event.target instanceof Element ? event.target.closest('[data-line]') : undefined
    return { line: Number(line?.getAttribute('data-line') ?? -1), heads: line?.hasAttribute('data-group') ?? false }
  }
  const onClick = (event: MouseEvent) => {
    const { line, heads } = lineOf(event)
    if (heads) {
      options.activate(line)
      options.fold(line)
      return
    }
    const found = hit(event)
    if (!found) return
    const { target, index, row } = found
    options.activate(line)
    const selecting = target?.closest('[data-check]') ?? (event.ctrlKey || event.metaKey || event.shiftKey)
    if (options.selection && selecting) options.selection.toggle(row.id, index, event.shiftKey)
    else if (!window.getSelection()?.toString()) options.open?.(row)
  }
  const onContextMenu = (event: MouseEvent) => {
    const found = hit(event)
    if (!found) return
    event.preventDefault()
    const column = found.target?.closest('[data-column]')?.getAttribute('data-column') ?? ''
    options.menu({ row: found.row, column, x: event.clientX, y: event.clientY })
  }
  return { onClick, onContextMenu }
}
