import { useMemo } from 'react'

/** Rows of a list that stand together. */
export interface Group {
  id: number
  name: string
  rows: number
}

/** How a list is drawn in groups, and which of them hide their rows. */
export interface Grouping<Row> {
  /** What rows that stand together have in common, in a list that is sorted by it. */
  of: (row: Row) => unknown
  /** These groups in the order of the list, where they are known: each then has a heading and can be closed. */
  groups?: Group[]
  closed: ReadonlySet<number>
  setClosed: (closed: ReadonlySet<number>) => void
}

const open: ReadonlySet<number> = new Set()

/** A line of a table: a row by its place in the list, or the heading of a group. */
type TableLine = { row: number; group?: undefined } | { row: number; group: Group; closed: boolean }

export interface Lines {
  count: number
  grouped: boolean
  at: (line: number) => TableLine | undefined
  toggle: (group: number) => void
}

/**
 * The lines of a table: without groups its rows, else a heading above those of each group, which hides them when it is
 * closed. Groups that do not hold as many rows as the list are those of another filter, and count for nothing.
 */
export function useGroups<Row>(total: number, grouping: Grouping<Row> | undefined): Lines {
  const { groups, closed = open } = grouping ?? {}
  const heads = useMemo(() => (groups ? headsOf(groups, closed) : undefined), [groups, closed])
  const toggle = (id: number) => {
    const next = new Set(closed)
    if (!next.delete(id)) next.add(id)
    grouping?.setClosed(next)
  }
  if (!heads || heads.rows !== total || total === 0) {
    return {
      count: total,
      grouped: false,
      at: (line) => (line >= 0 && line < total ? { row: line } : undefined),
      toggle,
    }
  }
  return { count: heads.lines, grouped: true, at: (line) => lineAt(heads.list, line, heads.lines), toggle }
}

interface Head {
  group: Group
  /** The line it stands in, and the row that its first one is in the list. */
  line: number
  row: number
  closed: boolean
}

function headsOf(groups: Group[], closed: ReadonlySet<number>) {
  let lines = 0
  let rows = 0
  const list = groups.map((group): Head => {
    const head = { group, line: lines, row: rows, closed: closed.has(group.id) }
    lines += 1 + (head.closed ? 0 : group.rows)
    rows += group.rows
    return head
  })
  return { list, lines, rows }
}

function lineAt(heads: Head[], line: number, count: number): TableLine | undefined {
  if (line < 0 || line >= count) return undefined
  let low = 0
  let high = heads.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (heads[middle]!.line <= line) low = middle
    else high = middle - 1
  }
  const head = heads[low]!
  if (head.line === line) return { row: head.row, group: head.group, closed: head.closed }
  return { row: head.row + line - head.line - 1 }
}
