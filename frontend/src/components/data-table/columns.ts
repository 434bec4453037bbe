import {
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  tableFeatures,
} from '@tanstack/react-table'
import type { ReactNode } from 'react'
import type { Testable } from '../../lib/column-tests'

/** A column as a page describes it. */
export interface Column<Row> {
  /** The JSON name in the API, which sorts by it. */
  id: string
  header: string
  /** The heading in the table where the full one is too long; that one then shows on hover. */
  short?: string
  size: number
  /** Takes the space that is left. */
  grow?: boolean
  numeric?: boolean
  sortable?: boolean
  /** Not shown until it is chosen. */
  hidden?: boolean
  /** Cannot be hidden. */
  fixed?: boolean
  help?: string
  /** How lists can be narrowed down by what stands in it. */
  test?: Testable
  cell: (row: Row) => ReactNode
  /** What copying gives. */
  text: (row: Row) => string
}

export const features = tableFeatures({ columnVisibilityFeature, columnSizingFeature, columnResizingFeature })

/** How wide columns can be made. */
export const narrowest = 48
export const widest = 800

export function columnDefs<Row extends object>(columns: Column<Row>[]) {
  const helper = createColumnHelper<typeof features, Row>()
  return columns.map((column) =>
    helper.display({
      id: column.id,
      header: column.header,
      size: column.size,
      minSize: narrowest,
      maxSize: widest,
      enableHiding: !column.fixed,
    }),
  )
}

export interface ColumnState {
  visibility: Record<string, boolean>
  sizing: Record<string, number>
}

export function builtInState<Row>(columns: Column<Row>[]): ColumnState {
  return { visibility: Object.fromEntries(columns.filter((c) => c.hidden).map((c) => [c.id, false])), sizing: {} }
}

const storageKey = (name: string) => `tenantry.columns.${name}`

/** Gives the columns the user saved for this table, else those it comes with. */
export function loadColumns<Row>(name: string, columns: Column<Row>[]): ColumnState {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(storageKey(name)) ?? 'null')
    if (typeof saved === 'object' && saved !== null && 'visibility' in saved && 'sizing' in saved) {
      return saved as ColumnState
    }
  } catch {
    // What cannot be read counts as not saved.
  }
  return builtInState(columns)
}

export function saveColumns(name: string, state: ColumnState) {
  localStorage.setItem(storageKey(name), JSON.stringify(state))
}

/** What is saved of a table's columns, to be put back by restoreColumns. */
export function savedColumns(name: string): string | null {
  return localStorage.getItem(storageKey(name))
}

export function restoreColumns(name: string, saved: string | null) {
  if (saved === null) localStorage.removeItem(storageKey(name))
  else localStorage.setItem(storageKey(name), saved)
}
