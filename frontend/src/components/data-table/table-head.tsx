import { Checkbox, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { ReactTable } from '@tanstack/react-table'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorText } from '../../lib/use-error-text'
import { notifyError } from '../ui/notify'
import type { Column, features } from './columns'
import type { Sort } from './data-table'
import classes from './data-table.module.css'
import { widthStep } from './width-step'
import type { Selection } from './use-selection'
import type { WindowedList } from './use-windowed-list'

interface Props<Row extends { id: number }> {
  /** A new object in every render of the table, so that what is seen of it stands beside it. */
  table: ReactTable<typeof features, Row>
  /** Names the visible columns. */
  shown: string
  /** The column whose width is being changed. */
  resizing?: string
  columns: Column<Row>[]
  sort?: Sort
  onSort: (sort: Sort) => void
  onResize: (id: string, width: number) => void
  selection?: Selection
  list: WindowedList<Row>
}

function DrawnHead<Row extends { id: number }>({
  table,
  resizing,
  columns,
  sort,
  onSort,
  onResize,
  selection,
  list,
}: Props<Row>) {
  const { t } = useTranslation()
  return (
    <div role="rowgroup" style={{ display: 'contents' }}>
      <div role="row" aria-rowindex={1} className={classes.head}>
        {selection && (
          <div role="columnheader" data-sticky className={classes.headCell} aria-label={t('table.selection')}>
            <SelectAll selection={selection} list={list} />
          </div>
        )}
        {table.getFlatHeaders().map((header, n) => {
          const column = columns.find((c) => c.id === header.column.id)
          if (!column) return null
          const sorted = sort?.id === column.id
          const direction = sorted ? (sort.desc ? 'descending' : 'ascending') : undefined
          const Arrow = sort?.desc ? IconArrowDown : IconArrowUp
          return (
            <div
              key={header.id}
              role="columnheader"
              className={classes.headCell}
              data-numeric={column.numeric || undefined}
              data-sticky={n === 0 || undefined}
              aria-sort={direction ?? (column.sortable === false ? undefined : 'none')}
              onKeyDown={(event) => {
                const by = widthStep(event)
                if (by !== 0) onResize(column.id, event.currentTarget.offsetWidth + by)
              }}
            >
              <Tooltip label={column.help ?? column.header} disabled={!column.help && !column.short}>
                {column.sortable === false ? (
                  <span className={classes.plain}>{column.short ?? column.header}</span>
                ) : (
                  <button
                    type="button"
                    className={classes.sort}
                    aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight"
                    onClick={() => onSort({ id: column.id, desc: sorted ? !sort.desc : (column.numeric ?? false) })}
                  >
                    <span>{column.short ?? column.header}</span>
                    {sorted && <Arrow size={13} aria-hidden />}
                  </button>
                )}
              </Tooltip>
              <div
                className={classes.grip}
                data-active={header.column.id === resizing || undefined}
                onMouseDown={header.getResizeHandler()}
                onTouchStart={header.getResizeHandler()}
                onDoubleClick={() => header.column.resetSize()}
                aria-hidden="true"
              />
            </div>
          )
        })}
      </div>
    </div>
  )
}

const compared = ['shown', 'resizing', 'columns', 'sort', 'onSort', 'onResize', 'selection', 'list'] as const

/** The headings. Scrolling draws the table again in every frame, but not these. */
export const TableHead = memo(DrawnHead, (before, after) =>
  compared.every((name) => before[name] === after[name]),
) as typeof DrawnHead

function SelectAll<Row extends { id: number }>({ selection, list }: { selection: Selection; list: WindowedList<Row> }) {
  const { t } = useTranslation()
  const errorText = useErrorText()
  const all = useMutation({
    mutationFn: list.findAll,
    onSuccess: (rows) => selection.set(rows.map((row) => row.id)),
    onError: (error) => notifyError(errorText(error)),
  })
  const complete = list.total > 0 && selection.ids.size === list.total
  return (
    <Checkbox
      aria-label={t('table.select_all')}
      checked={complete}
      indeterminate={selection.ids.size > 0 && !complete}
      disabled={list.total === 0 || all.isPending}
      onChange={() => (selection.ids.size > 0 ? selection.clear() : all.mutate())}
    />
  )
}
