import createClient, { type Middleware } from 'openapi-fetch'
import { ApiError, toApiError } from './problem'
import type { components, paths } from './schema'

export type Schemas = components['schemas']

// Go refuses changing requests without this header: no foreign page can set it.
const headers = { 'X-Tenantry': '1' }

/** A Blob, File or multipart body crashes the Linux window, so such a request never leaves the page. */
function assertPlainBody(body: unknown) {
  if (body instanceof Blob || body instanceof FormData) {
    throw new TypeError('Request bodies are JSON, text or a Uint8Array only.')
  }
}

let acceptLanguage = 'en'

/** Makes Go answer in the interface's language. */
export function setRequestLanguage(language: string) {
  acceptLanguage = language
}

const asks: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', acceptLanguage)
    return request
  },
}

// The Linux window hands a request's text on safely; other kinds of bodies crash it.
async function send(request: Request): Promise<Response> {
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD'
  return globalThis.fetch(request.url, {
    method: request.method,
    headers: request.headers,
    body: hasBody ? (await request.text()) || undefined : undefined,
    signal: request.signal,
    credentials: 'same-origin',
  })
}

export const client = createClient<paths>({
  // Not location.origin: it is "null" for the scheme of the desktop window.
  baseUrl: `${window.location.protocol}//${window.location.host}/api`,
  headers,
  fetch: send,
  bodySerializer: (body: unknown) => {
    assertPlainBody(body)
    return JSON.stringify(body)
  },
})
client.use(asks)

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** Gives the data of an answer; anything else is thrown as an ApiError. */
export async function unwrap<T>(answer: Promise<Answer<T>>): Promise<T> {
  let reply: Answer<T>
  try {
    reply = await answer
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError({ status: 0, code: 'unavailable', key: 'unreachable', params: {}, detail: String(cause) })
  }
  if (!reply.response.ok) throw toApiError(reply.error, reply.response.status)
  return reply.data as T
}
