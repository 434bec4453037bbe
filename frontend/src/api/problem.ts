/** What Go answers instead of data: the sentence's key in the catalogue, its parameters, and a reference into the log. */
export interface Problem {
  status: number
  code: string
  key: string
  params: Record<string, string>
  detail: string
  logRef?: string
}

export class ApiError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(`${problem.key} (${problem.status})`)
    this.name = 'ApiError'
    this.problem = problem
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Reads application/problem+json; an answer of another form counts as an internal error. */
export function toApiError(body: unknown, status: number): ApiError {
  const fields: Record<string, unknown> = typeof body === 'object' && body !== null ? { ...body } : {}
  const params: Record<string, string> = {}
  if (typeof fields.params === 'object' && fields.params !== null) {
    for (const [name, value] of Object.entries(fields.params)) params[name] = String(value)
  }
  return new ApiError({
    status,
    code: text(fields.code) || 'internal',
    key: text(fields.key) || 'internal',
    params,
    detail: text(fields.detail),
    logRef: text(fields.log_ref) || undefined,
  })
}
