import { type QueryKey, useQueries, useQueryClient, type UseQueryOptions } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'

const windowSize = 200

interface ListPage<Row> {
  items: Row[]
  total: number
}

type PageQuery<Row, Key extends QueryKey> = UseQueryOptions<ListPage<Row>, Error, ListPage<Row>, Key>

interface Snapshot<Row> {
  total: number
  rows: Row[]
  /** Where the row of the list stands in rows. */
  places: Map<number, number>
}

export interface WindowedList<Row> {
  /** Names the filter and sort; when it changes the list starts at its top. */
  key: string
  status: 'pending' | 'error' | 'ready'
  error: unknown
  total: number
  /** The rows that are loaded, in the list's order. */
  rows: Row[]
  places: Map<number, number>
  /** The rows of the previous filter are still shown. */
  outdated: boolean
  setRange: (first: number, last: number) => void
  retry: () => void
  /** Gives the first rows of the list, loaded or not. */
  findFirst: (count: number) => Promise<Row[]>
  /** Gives every row of the list, loaded or not. */
  findAll: () => Promise<Row[]>
}

const none: never[] = []
const nowhere = new Map<number, number>()

function windowsOf(first: number, last: number): number[] {
  const windows = new Set([0])
  for (let n = Math.floor(first / windowSize); n <= Math.floor(last / windowSize); n++) windows.add(n)
  return [...windows].sort((a, b) => a - b)
}

/** A list that Go filters and sorts, of which only the windows in sight are fetched. */
export function useWindowedList<Row, Key extends QueryKey>(
  key: string,
  queryFor: (offset: number, limit: number) => PageQuery<Row, Key>,
): WindowedList<Row> {
  const client = useQueryClient()
  const [range, setRangeState] = useState({ key, first: 0, last: 0 })
  const windows = range.key === key ? windowsOf(range.first, range.last) : [0]
  const results = useQueries({ queries: windows.map((n) => queryFor(n * windowSize, windowSize)) })
  const first = results[0]
  const version = results.map((result) => `${result.dataUpdatedAt}`).join()
  const where = windows.join()
  const ready = first?.data !== undefined
  const current = useMemo(
    () =>
      ready
        ? {
            key,
            ...snapshotOf(
              windows,
              results.map((r) => r.data),
            ),
          }
        : undefined,
    // The results are new objects in every render; their versions tell whether they differ.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [key, where, version, ready],
  )
  const [held, setHeld] = useState(current)
  if (current && current !== held) setHeld(current)
  const shown = current ?? held
  const setRange = useCallback(
    (from: number, to: number) =>
      setRangeState((old) => {
        const same = old.key === key && String(windowsOf(old.first, old.last)) === String(windowsOf(from, to))
        return same ? old : { key, first: from, last: to }
      }),
    [key],
  )
  const failed = results.find((result) => result.error && !result.data)
  return {
    key,
    status: failed ? 'error' : shown ? 'ready' : 'pending',
    error: failed?.error,
    total: shown?.total ?? 0,
    rows: shown?.rows ?? none,
    places: shown?.places ?? nowhere,
    outdated: !current && shown !== undefined,
    setRange,
    retry: () => results.forEach((result) => result.error && void result.refetch()),
    findFirst: async (count) => (await client.fetchQuery(queryFor(0, count))).items,
    findAll: async () => (await client.fetchQuery(queryFor(0, Math.max(1, shown?.total ?? 1)))).items,
  }
}

function snapshotOf<Row>(windows: number[], pages: (ListPage<Row> | undefined)[]): Snapshot<Row> {
  const rows: Row[] = []
  const places = new Map<number, number>()
  windows.forEach((n, index) => {
    for (const [at, row] of (pages[index]?.items ?? []).entries()) {
      places.set(n * windowSize + at, rows.length)
      rows.push(row)
    }
  })
  return { total: pages[0]?.total ?? 0, rows, places }
}
