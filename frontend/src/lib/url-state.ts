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

export function choiceParam<T extends string>(search: Search, name: string, choices: readonly T[]): T | undefined {
  const value = search[name]
  return choices.find((choice) => choice === value)
}

export function flagParam(search: Search, name: string): true | undefined {
  const value = search[name]
  return value === true || value === 'true' || value === 1 ? true : undefined
}

/** The scope and the open customer belong to every page's address. */
export interface ShellSearch {
  /** The customer all pages are limited to. */
  customer?: number
  /** The customer whose drawer is open. */
  open?: number
}

export function shellSearch(search: Search): ShellSearch {
  return drop({ customer: idParam(search, 'customer'), open: idParam(search, 'open') })
}

/** Leaves out what is not set, so that addresses stay short. */
export function drop<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>
}

/** Keeps only the scope when another page is opened. */
export function keepScope(previous: ShellSearch): ShellSearch {
  return drop({ customer: previous.customer })
}
