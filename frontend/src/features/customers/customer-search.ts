import customerParts from '../../../../app/customerparts.json'
import type { DatasetState } from '../../api/customers'
import { kindTables } from '../../components/kinds/kind-search'
import { choiceParam, drop, type Search, shellSearch } from '../../lib/url-state'

/** The parts of a customer's page, in their order. */
export const parts = [
  'overview',
  'subscriptions',
  'trials',
  'administrators',
  'users',
  'jobs',
  'health',
  'requests',
  'billing',
  'activity',
] as const

export type Part = (typeof parts)[number]

export function customerSearch(search: Search) {
  return drop({ ...shellSearch(search), part: choiceParam(search, 'part', parts), ...kindTables(search) })
}

interface PartContents {
  /** The kinds of rows that it is about. */
  kinds: string[]
  /** The datasets that list them. */
  datasets: string[]
}

/** What the parts are about and rest on; Go holds the list against what connectors read. */
const contents: Partial<Record<Part, PartContents>> = customerParts

/** The kinds of rows that a part lists, each in a table of its own. */
export function kindsOf(part: Part): string[] {
  return contents[part]?.kinds.filter((kind) => kind !== 'pools' && kind !== 'subscriptions') ?? []
}

/** Where the data of a part come from; imported files too; undefined where a part has no list. */
export function sourcesOf(part: Part, all: DatasetState[]): DatasetState[] | undefined {
  const content = contents[part]
  if (!content) return undefined
  const fromFiles = content.kinds.map((kind) => `import.${kind}`)
  return all.filter(({ dataset }) => content.datasets.includes(dataset) || fromFiles.includes(dataset))
}
