import { readTest } from '../../lib/column-tests'
import { drop, joinList, listOf, listParam, oneOf, type Search } from '../../lib/url-state'

/** How the table of one kind stands: what is searched and filtered for and what it is sorted by. */
export interface KindState {
  search?: string
  sort?: string
  desc?: true
  where?: string
  outcome?: string
  except?: string
}

export const outcomes = ['failed', 'attention', 'running', 'skipped', 'unknown', 'ok'] as const

/** What can be said of a table, and whether a value says it. */
const parts: Record<string, (value: string) => boolean> = {
  search: (value) => value.length <= 200,
  sort: (value) => /^-?[a-z_]{1,40}$/.test(value),
  where: (value) => readTest(value) !== undefined,
  outcome: oneOf(outcomes),
  except: oneOf(['outcome']),
}

interface Entry {
  kind: string
  part: string
  value: string
}

function readEntry(text: string): Entry | undefined {
  const [, kind = '', part = '', value = ''] = /^([a-z-]{1,40}):([a-z]+):(.+)$/s.exec(text) ?? []
  return parts[part]?.(value) ? { kind, part, value } : undefined
}

/** A page can hold tables of several kinds: one parameter has them all, "jobs:sort:-ended_at,storage:search:teams". */
export function kindTables(search: Search) {
  return { tables: listParam(search, 'tables', (text) => readEntry(text) !== undefined) }
}

export function kindState(tables: string | undefined, kind: string): KindState {
  const entries = listOf(tables).flatMap((text) => readEntry(text) ?? [])
  const of = (part: string) => joinList(entries.flatMap((e) => (e.kind === kind && e.part === part ? e.value : [])))
  const sort = of('sort')
  return drop({
    search: entries.find((entry) => entry.kind === kind && entry.part === 'search')?.value,
    sort: sort?.replace('-', ''),
    desc: sort?.startsWith('-') ? (true as const) : undefined,
    where: of('where'),
    outcome: of('outcome'),
    except: of('except'),
  })
}

/** Puts a table's state in the place of the one it had. */
export function withKind(tables: string | undefined, kind: string, state: KindState): string | undefined {
  const others = listOf(tables).filter((text) => readEntry(text)?.kind !== kind)
  const values: Record<string, string[]> = {
    search: state.search ? [state.search] : [],
    sort: state.sort ? [`${state.desc ? '-' : ''}${state.sort}`] : [],
    where: listOf(state.where),
    outcome: listOf(state.outcome),
    except: listOf(state.except),
  }
  const own = Object.entries(values).flatMap(([part, all]) => all.map((value) => `${kind}:${part}:${value}`))
  return joinList([...others, ...own])
}
