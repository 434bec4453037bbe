import { type QueryKey, useQuery, type UseQueryOptions } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { drop } from '../../lib/url-state'
import type { WindowedList } from '../data-table/use-windowed-list'

/** The row of a table whose drawer is open. */
export interface OpenLine<Row> {
  id?: number
  row?: Row
  /** Why it cannot be shown. */
  error: unknown
  /** There is no such row, or none any more. */
  gone: boolean
  open: (row: Row) => void
  close: () => void
  /** Opens a customer in its place. */
  openCustomer: (id: number) => void
  retry: () => void
}

interface Page<Row> {
  items: Row[]
  total: number
}

/** The row that the address names: from the list where it is loaded, else asked for by its id, so that a link shows it. */
export function useOpenLine<Row extends { id: number }, Key extends QueryKey>(
  list: WindowedList<Row>,
  one: (id: number) => UseQueryOptions<Page<Row>, Error, Page<Row>, Key>,
): OpenLine<Row> {
  const { line } = useSearch({ strict: false })
  const navigate = useNavigate()
  const listed = line === undefined ? undefined : list.rows.find(({ id }) => id === line)
  const asked = useQuery({
    ...one(line ?? 0),
    enabled: line !== undefined && listed === undefined && list.status !== 'pending',
  })
  const row = listed ?? (line === undefined ? undefined : asked.data?.items.find(({ id }) => id === line))
  return {
    id: line,
    row,
    error: row ? undefined : asked.error,
    gone: row === undefined && asked.data !== undefined,
    open: ({ id }) => void navigate({ to: '.', search: (prev) => ({ ...prev, line: id }) }),
    close: () => void navigate({ to: '.', search: (prev) => drop({ ...prev, line: undefined }), replace: true }),
    openCustomer: (open) => void navigate({ to: '.', search: (prev) => drop({ ...prev, line: undefined, open }) }),
    retry: () => void asked.refetch(),
  }
}
