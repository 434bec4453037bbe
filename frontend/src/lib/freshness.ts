import type { Coverage } from '../api/dashboard'

export type Freshness = 'complete' | 'partial' | 'stale' | 'none'

/** Data of which a part is older than this are stale: a daily sync must have failed twice. As StaleAfter in Go. */
export const staleAfter = 48 * 3_600_000

/** Says whether a figure can be relied on: partial where data are missing, stale where they are old, none without any read. */
export function freshness(coverage: Coverage, now = Date.now()): Freshness {
  if (!wasRead(coverage)) return 'partial'
  if (coverage.expected === 0) return 'none'
  if (isStale(coverage.oldest, now)) return 'stale'
  return 'complete'
}

interface ReadState {
  last_ok_at: string | null
  error_key: string
}

/** How far the data sets of one customer were read, as a figure over customers says it. */
export function coverageOf(datasets: ReadState[]): Coverage {
  const read = datasets.filter(({ last_ok_at, error_key }) => last_ok_at && error_key === '')
  const times = datasets.flatMap(({ last_ok_at }) => last_ok_at ?? []).sort()
  return {
    expected: datasets.length,
    read: read.length,
    failed: [],
    never: datasets.filter(({ last_ok_at }) => !last_ok_at).length,
    oldest: times[0] ?? null,
    newest: times.at(-1) ?? null,
  }
}

/** Whether what was read then is too old to be believed. */
export function isStale(at: string | null | undefined, now = Date.now()): boolean {
  return !!at && now - Date.parse(at) > staleAfter
}

/** Whether all customers that are known were read at the last try, and whether all are known. */
export function wasRead({ read, expected, gaps = [] }: Coverage): boolean {
  return read >= expected && gaps.length === 0
}
