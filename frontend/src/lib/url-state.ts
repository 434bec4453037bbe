/** Readers for search parameters: whatever stands in the address becomes a valid value or nothing. */

export type Search = Record<string, unknown>

export function textParam(search: Search, name: string): string | undefined {
  const value = search[name]
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value.slice(0, 200) : undefined
}

export function idParam(search: Search, name: string): number | undefined {
  const value = Number(search[name])
  return Number.isSafeInteger(value) && value > 0 ? value : undefined
}

/** The number of a row of a list: those of rows that no table holds are below zero. */
function lineParam(search: Search, name: string): number | undefined {
  const value = Number(search[name] ?? 0)
  return Number.isSafeInteger(value) && value !== 0 ? value : undefined
}

export function choiceParam<T extends string>(search: Search, name: string, choices: readonly T[]): T | undefined {
  const value = search[name]
  return choices.find((choice) => choice === value)
}

export function flagParam(search: Search, name: string): true | undefined {
  const value = search[name]
  return value === true || value === 'true' || value === 1 ? true : undefined
}

/** Several values in one parameter: valid ones, each once, with commas between. */
export function listParam(
  search: Search,
  name: string,
  valid: (value: string) => boolean = () => true,
): string | undefined {
  const value = search[name]
  const given = Array.isArray(value) ? joinList(value.map(String)) : textOf(value)
  return joinList(listOf(given).filter((each) => each !== '' && valid(each)))
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

/** The values of such a parameter. */
export function listOf(text: string | undefined): string[] {
  return text ? text.split(',').map((each) => each.replaceAll('%2C', ',')) : []
}

/** The same in the words of the API; nothing where there are none. */
export function wordsOf<T extends string>(text: string | undefined): T[] | undefined {
  return text ? (listOf(text) as T[]) : undefined
}

/** Says of a value whether it is among the choices. */
export function oneOf(choices: readonly string[]): (value: string) => boolean {
  return (value) => choices.includes(value)
}

/** Writes values as such a parameter; nothing where there are none. */
export function joinList(values: string[]): string | undefined {
  const once = [...new Set(values)].map((each) => each.replaceAll(',', '%2C'))
  return once.length > 0 ? once.join(',') : undefined
}

/** The customers all pages are limited to: one, or those with a tag. Neither is all customers. */
export interface ScopeSearch {
  customer?: number
  tag?: string
}

/** The scope, the open customer and the open row belong to every page's address. */
export interface ShellSearch extends ScopeSearch {
  /** The customer whose drawer is open. */
  open?: number
  /** The row of the page's table whose drawer is open. */
  line?: number
}

export function shellSearch(search: Search): ShellSearch {
  return drop({
    ...keepScope({ customer: idParam(search, 'customer'), tag: textParam(search, 'tag') }),
    open: idParam(search, 'open'),
    line: lineParam(search, 'line'),
  })
}

/** Leaves out what is not set, so that addresses stay short. */
export function drop<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>
}

/** Keeps only the scope when another page is opened. */
export function keepScope({ customer, tag }: ScopeSearch): ScopeSearch {
  return drop({ customer, tag: customer === undefined ? tag : undefined })
}

/** What belongs to the page alone: neither the scope nor what is open over it. */
export function ownSearch<T extends ShellSearch>(search: T): Partial<T> {
  return drop({ ...search, customer: undefined, tag: undefined, open: undefined, line: undefined })
}

/** Whether the scope leaves out customers. */
export function isScoped({ customer, tag }: ScopeSearch): boolean {
  return customer !== undefined || tag !== undefined
}

/** The scope in the words of the API. */
export function whose({ customer, tag }: ScopeSearch): { customer_id?: number; tag?: string } {
  return drop({ customer_id: customer, tag })
}
