import { useQuery } from '@tanstack/react-query'
import { useTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react'
import { settingsQueries } from '../../api/settings'
import { ErrorState } from '../ui/error-state'
import { columnDefs, features } from './columns'
import classes from './data-table.module.css'
import { RowMenu, type RowMenuTarget } from './row-menu'
import { GhostRow, TableRow } from './table-row'
import { TableHead } from './table-head'
import type { Columns } from './use-columns'
import { GroupRow } from './group-row'
import { type Grouping, useGroups } from './use-groups'
import { useRowKeys } from './use-row-keys'
import { PrintedTable } from './printed-table'
import { usePrintedRows } from './use-printed-rows'
import { useRowPointer } from './use-row-pointer'
import { useShowTable } from './shown-table'
import type { Selection } from './use-selection'
import type { WindowedList } from './use-windowed-list'

export interface Sort {
  id: string
  desc: boolean
}

interface Props<Row extends { id: number }> {
  label: string
  columns: Columns<Row>
  list: WindowedList<Row>
  sort?: Sort
  onSort: (sort: Sort) => void
  selection?: Selection
  onOpen?: (row: Row) => void
  /** The row whose drawer is open. */
  openId?: number
  /** Rows that have something in common are drawn as one group. */
  grouping?: Grouping<Row>
  /** The customer that a row is about, where it does not say so in customer_id. */
  customerOf?: (row: Row) => number
  /** Shown where the list has no row. */
  empty: ReactNode
}

const headHeight = 34
const none: never[] = []

/** A table of any length: Go sorts and filters, only what is in sight is fetched and drawn. */
export function DataTable<Row extends { id: number }>(props: Props<Row>) {
  const { columns, list, selection, sort } = props
  const { data: settings } = useQuery(settingsQueries.settings())
  const rowHeight = settings?.density === 'comfortable' ? 40 : 32
  const scroller = useRef<HTMLDivElement>(null)
  const id = useId()
  const [menu, setMenu] = useState<RowMenuTarget<Row>>()
  const defs = useMemo(() => columnDefs(columns.all), [columns.all])
  const table = useTable({
    features,
    columns: defs,
    data: none, // the rows are drawn by themselves: of the table only its columns are asked
    columnResizeMode: 'onChange',
    state: { columnVisibility: columns.state.visibility, columnSizing: columns.state.sizing },
    onColumnVisibilityChange: (update) =>
      columns.setState((old) => ({
        ...old,
        visibility: typeof update === 'function' ? update(old.visibility) : update,
      })),
    onColumnSizingChange: (update) =>
      columns.setState((old) => ({ ...old, sizing: typeof update === 'function' ? update(old.sizing) : update })),
  })
  const lines = useGroups(list.total, props.grouping)
  const virtualizer = useVirtualizer({
    count: lines.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    scrollPaddingStart: headHeight,
    initialRect: { width: 1000, height: 600 },
  })
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight])
  useEffect(() => virtualizer.scrollToOffset(0), [virtualizer, list.key])
  const items = virtualizer.getVirtualItems()
  const { setRange } = list
  const first = lines.at(items[0]?.index ?? 0)?.row ?? 0
  const last = lines.at(items[items.length - 1]?.index ?? 0)?.row ?? 0
  useEffect(() => setRange(first, last), [setRange, first, last])

  const rowAt = (index: number) => list.rows[list.places.get(index) ?? -1]
  const rowOf = (line: number) => {
    const found = lines.at(line)
    return found && !found.group ? rowAt(found.row) : undefined
  }
  const place = (index: number, row: Row) => {
    const of = props.grouping?.of
    if (!of) return undefined
    if (lines.grouped) return 'follows'
    const before = rowAt(index - 1)
    return before && of(before) === of(row) ? 'follows' : 'first'
  }
  const fold = (line: number, closed?: boolean) => {
    const found = lines.at(line)
    if (!found?.group) return false
    if (closed !== found.closed) lines.toggle(found.group.id)
    return true
  }
  const keys = useRowKeys({
    listKey: list.key,
    total: lines.count,
    pageRows: Math.max(1, Math.floor((virtualizer.scrollRect?.height ?? 600) / rowHeight) - 2),
    scrollTo: (index) => virtualizer.scrollToIndex(index),
    open: (line) => {
      const row = rowOf(line)
      if (row) props.onOpen?.(row)
      else fold(line)
    },
    toggle: (line) => {
      const row = rowOf(line)
      if (row) selection?.toggle(row.id, lines.at(line)!.row, false)
      else fold(line)
    },
    fold,
    copy: (line) => rowOf(line),
    menu: (line) => {
      const row = rowOf(line)
      const box = document.getElementById(`${id}-${line}`)?.getBoundingClientRect()
      const left = scroller.current?.getBoundingClientRect().left ?? 0
      if (row) setMenu({ row, column: '', x: left + 16, y: box?.bottom ?? 0 })
    },
    textOf: (row: Row) => columns.all.filter((c) => columns.state.visibility[c.id] !== false).map((c) => c.text(row)),
  })

  const pointer = useRowPointer({
    rowAt,
    selection,
    activate: keys.setActive,
    fold,
    open: props.onOpen,
    menu: setMenu,
  })

  const visible = table.getVisibleLeafColumns()
  const shown = visible.map((column) => column.id).join()
  useShowTable(shown, list.status === 'ready' ? list.total : undefined)
  const drawn = useMemo(
    () => shown.split(',').flatMap((each) => columns.all.find((column) => column.id === each) ?? []),
    [shown, columns.all],
  )
  const template = visible
    .map((column) => {
      const grows = columns.all.find((c) => c.id === column.id)?.grow && !(column.id in columns.state.sizing)
      return grows ? `minmax(${column.getSize()}px, 1fr)` : `${column.getSize()}px`
    })
    .join(' ')
  const activeLine = lines.at(keys.active)
  const activeId = activeLine && (activeLine.group ?? rowAt(activeLine.row)) ? `${id}-${keys.active}` : undefined
  const printed = usePrintedRows(list)
  const style = { '--columns': (selection ? '44px ' : '') + template, '--row': `${rowHeight}px` } as CSSProperties

  if (list.status === 'error') return <ErrorState error={list.error} onRetry={list.retry} />
  const blank = list.status === 'ready' && list.total === 0
  return (
    <>
      <div
        ref={scroller}
        className={classes.table}
        style={style}
        role="grid"
        tabIndex={0}
        aria-label={props.label}
        aria-rowcount={lines.count + 1}
        aria-colcount={visible.length + (selection ? 1 : 0)}
        aria-multiselectable={selection ? true : undefined}
        aria-busy={list.status === 'pending' || list.outdated}
        aria-activedescendant={activeId}
        data-outdated={list.outdated || undefined}
        data-blank={blank || undefined}
        data-printed={(printed && !blank) || undefined}
        onKeyDown={keys.onKeyDown}
        onContextMenu={(event) => event.target === event.currentTarget && event.preventDefault()} // that of the menu key
      >
        <TableHead
          table={table}
          shown={shown}
          resizing={visible.find((column) => column.getIsResizing())?.id}
          columns={columns.all}
          sort={sort}
          onSort={props.onSort}
          onResize={columns.resize}
          selection={selection}
          list={list}
        />
        <div
          className={classes.body}
          role="rowgroup"
          {...pointer}
          style={{ height: list.status === 'pending' ? rowHeight * 14 : virtualizer.getTotalSize() }}
        >
          {list.status === 'pending' &&
            Array.from({ length: 14 }, (_, n) => <GhostRow key={n} top={n * rowHeight} columns={visible.length} />)}
          {items.map((item) => {
            const line = lines.at(item.index)
            if (line?.group) {
              return (
                <GroupRow
                  key={`group-${line.group.id}`}
                  id={`${id}-${item.index}`}
                  group={line.group}
                  line={item.index}
                  top={item.start}
                  columns={visible.length + (selection ? 1 : 0)}
                  closed={line.closed}
                  active={keys.active === item.index}
                />
              )
            }
            const row = line && rowAt(line.row)
            if (!row)
              return (
                <GhostRow key={`ghost-${item.index}`} top={item.start} columns={visible.length + (selection ? 1 : 0)} />
              )
            return (
              <TableRow
                key={`row-${row.id}`}
                id={`${id}-${item.index}`}
                row={row}
                index={line.row}
                line={item.index}
                top={item.start}
                columns={drawn}
                place={place(line.row, row)}
                selectable={selection !== undefined}
                opens={props.onOpen !== undefined}
                selected={selection?.has(row.id) ?? false}
                active={keys.active === item.index}
                open={row.id === props.openId}
              />
            )
          })}
        </div>
      </div>
      {blank && props.empty}
      {printed && !blank && <PrintedTable label={props.label} columns={drawn} rows={printed} total={list.total} />}
      <RowMenu
        target={menu}
        columns={columns}
        customerOf={props.customerOf}
        onOpen={props.onOpen}
        onClose={() => {
          setMenu(undefined)
          scroller.current?.focus({ preventScroll: true })
        }}
      />
    </>
  )
}
