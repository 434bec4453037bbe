import type { Search } from '../../lib/url-state'

interface ViewFile {
  tenantry: 'view'
  version: 1
  page: string
  name: string
  query: Search
}

/** A view as the text of a file that can be passed on. */
export function writeView(page: string, name: string, query: Search): string {
  const file: ViewFile = { tenantry: 'view', version: 1, page, name, query }
  return JSON.stringify(file, null, 2)
}

export type ReadView =
  | { view: { name: string; query: Search } }
  | { problem: 'bad_file' | 'other_page' }
  | { problem: 'dropped'; names: string[] }

/** Reads such a file. What the page would not take is a problem: a filter that is dropped would show too much. */
export function readView(text: string, page: string, validate: (search: Search) => object): ReadView {
  let file: Partial<ViewFile>
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed !== 'object' || parsed === null) return { problem: 'bad_file' }
    file = parsed
  } catch {
    return { problem: 'bad_file' }
  }
  const { query, name } = file
  if (file.tenantry !== 'view' || file.version !== 1 || typeof name !== 'string') return { problem: 'bad_file' }
  if (typeof query !== 'object' || query === null || Array.isArray(query)) return { problem: 'bad_file' }
  if (file.page !== page) return { problem: 'other_page' }
  const taken = validate(query) as Search
  const names = Object.keys(query).filter((key) => String(taken[key]) !== String(query[key]))
  return names.length > 0 ? { problem: 'dropped', names } : { view: { name, query: taken } }
}
