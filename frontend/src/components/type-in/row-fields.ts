import type { Schemas } from '../../api/client'

/** The kinds of rows that can be typed in where no vendor's API lists them. */
export type TypedKind = 'licence-pools' | 'service-requests'

export interface RowField {
  name: string
  type: 'text' | 'number' | 'moment' | 'long'
  required?: boolean
}

/** What a row of each kind says, by the names that columns of files have. */
export const rowFields: Record<TypedKind, RowField[]> = {
  'licence-pools': [
    { name: 'product', type: 'text', required: true },
    { name: 'pool', type: 'text' },
    { name: 'sku', type: 'text' },
    { name: 'bought', type: 'number', required: true },
    { name: 'assigned', type: 'number' },
    { name: 'remaining', type: 'number' },
  ],
  'service-requests': [
    { name: 'number', type: 'text', required: true },
    { name: 'title', type: 'text' },
    { name: 'status', type: 'text' },
    { name: 'severity', type: 'text' },
    { name: 'opened_at', type: 'moment' },
    { name: 'updated_at', type: 'moment' },
    { name: 'closed_at', type: 'moment' },
    { name: 'contact', type: 'text' },
    { name: 'detail', type: 'long' },
  ],
}

/** The fields that were filled in, as a file would have them. */
export function filledIn(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values)
      .map(([name, value]): [string, string] => [name, value.trim()])
      .filter(([, value]) => value !== ''),
  )
}

type Problem = Schemas['ImportProblem']

/** What is wrong, by field; what belongs to no field in sight stands under "". */
export function problemsByField(
  kind: TypedKind,
  problems: Problem[],
  say: (problem: Problem) => string,
): Record<string, string> {
  const shown = ['customer', ...rowFields[kind].map((field) => field.name)]
  const by: Record<string, string> = {}
  for (const problem of problems) {
    const field = shown.includes(problem.field) ? problem.field : ''
    by[field] = [by[field], say(problem)].filter(Boolean).join(' ')
  }
  return by
}
