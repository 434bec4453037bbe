import { joinList, listOf, listParam, type Search } from './url-state'

/** How what stands in a column can be compared; sizes are bytes, shares are of one. */
export type Testable = 'text' | 'number' | 'size' | 'share' | 'day'

const ordered = ['equals', 'not_equals', 'from', 'to', 'empty', 'not_empty'] as const

/** The comparisons of each kind of column, the likeliest first. */
export const comparisonsOf = {
  text: ['contains', 'not_contains', 'equals', 'not_equals', 'empty', 'not_empty'],
  number: ['from', 'to', 'equals', 'not_equals', 'empty', 'not_empty'],
  size: ['from', 'to', 'empty', 'not_empty'],
  share: ['from', 'to', 'empty', 'not_empty'],
  day: ['from', 'to', 'equals', 'not_equals', 'empty', 'not_empty'],
} as const satisfies Record<Testable, readonly Comparison[]>

export type Comparison = (typeof ordered)[number] | 'contains' | 'not_contains'

/** What a list is narrowed down to by one of its columns; no value where the comparison needs none. */
export interface ColumnTest {
  column: string
  comparison: Comparison
  value: string
}

const form = /^([a-z_]{1,40}):([a-z_]+):(.*)$/s

export function readTest(text: string): ColumnTest | undefined {
  const [, column = '', word = '', value = ''] = form.exec(text) ?? []
  const comparison = (['contains', 'not_contains', ...ordered] as const).find((each) => each === word)
  if (!comparison || needsValue(comparison) === (value.trim() === '')) return undefined
  return { column, comparison, value }
}

export function writeTest({ column, comparison, value }: ColumnTest): string {
  return `${column}:${comparison}:${needsValue(comparison) ? value : ''}`
}

export function needsValue(comparison: Comparison): boolean {
  return comparison !== 'empty' && comparison !== 'not_empty'
}

/** What every list's address can hold beside its own filters. */
export function narrowing(search: Search, filters: readonly string[] = []) {
  return {
    where: listParam(search, 'where', (text) => readTest(text) !== undefined),
    except: listParam(search, 'except', (name) => filters.includes(name)),
  }
}

/** The same in the words of the API, with its name for each filter where that differs. */
export function narrowed(search: { where?: string; except?: string }, names: Record<string, string> = {}) {
  const except = listOf(search.except).map((name) => names[name] ?? name)
  return { where: search.where ? listOf(search.where) : undefined, except: except.length > 0 ? except : undefined }
}

/** Puts a test in the place of one, adds one, or with nothing takes it away. */
export function changeTests(where: string | undefined, at: number, test?: ColumnTest): string | undefined {
  const tests = listOf(where)
  tests.splice(at, 1, ...(test ? [writeTest(test)] : []))
  return joinList(tests)
}
