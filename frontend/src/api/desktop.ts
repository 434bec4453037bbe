import type { ImportFile } from './imports'
import { ApiError, toApiError } from './problem'

/** What Wails puts into the page of the desktop window; absent in a browser. */
interface WindowRuntime {
  EventsOn(name: string, callback: (value: unknown) => void): () => void
  ClipboardSetText(text: string): Promise<boolean>
}

export type ExportKind =
  | 'customers'
  | 'customer'
  | 'billing'
  | 'subscriptions'
  | 'pools'
  | 'calendar'
  | 'operations'
  | 'jobs'
  | 'service-requests'
  | 'service-states'
  | 'incidents'
  | 'storage'
  | 'licences-added'
  | 'licences-expiring'
  | 'licences-renewing'
  | 'licences-open'
  | 'licences-low'
  | 'licences-over'
  | 'waste'
  | 'prices'
  | 'trend'
  | 'storage-trend'
  | 'job-trend'
  | 'report'
  | `rows-${string}`

/** What a list is narrowed down to, by the names of the API. */
export type ExportFilter = Record<string, string | string[] | number | boolean | undefined>

/** The request of a native save dialog, written by Go; the path is "" when the user closed the dialog. */
export interface ExportRequest {
  kind: ExportKind
  format: 'xlsx' | 'csv' | 'ics'
  family?: string
  customer_id?: number
  /** Only customers that have it. */
  tag?: string
  language?: string
  filter?: ExportFilter
  /** The columns of the list to write, in this order; left out: all. */
  columns?: string[]
}

/** The text of a view that was saved as a file. */
export interface ViewFile {
  name: string
  text: string
}

interface WindowBindings {
  SaveExport(request: ExportRequest): Promise<string>
  ChooseImport(language: string): Promise<ImportFile | null>
  SaveImportProblems(file: string, language: string): Promise<string>
  SaveCertificate(connection: number, key: string, language: string): Promise<string>
  SaveDocument(id: number, language: string): Promise<string>
  SaveView(name: string, text: string, language: string): Promise<string>
  OpenView(language: string): Promise<ViewFile | null>
  OpenURL(address: string): Promise<void>
}

declare global {
  interface Window {
    runtime?: WindowRuntime
    go?: { desktop?: { Window?: WindowBindings } }
  }
}

export function windowRuntime(): WindowRuntime | undefined {
  return window.runtime
}

/** Tells whether this page is shown in the desktop window. */
function inWindow(): boolean {
  return windowRuntime() !== undefined
}

/** Saves an export: by native dialog in the window, as a download in a browser. Gives the path where it is known. */
export async function saveExport(request: ExportRequest): Promise<{ saved: boolean; path: string }> {
  const bindings = window.go?.desktop?.Window
  if (inWindow() && bindings) {
    const path = await answered(bindings.SaveExport(request))
    return { saved: path !== '', path }
  }
  await download(request)
  return { saved: true, path: '' }
}

/** Opens a file to import by the native dialog; undefined in a browser, where the page takes the file itself. */
export function importChooser(): ((language: string) => Promise<ImportFile | null>) | undefined {
  const bindings = window.go?.desktop?.Window
  if (!inWindow() || !bindings) return undefined
  return (language) => answered(bindings.ChooseImport(language))
}

/** Opens a file to import by its contents: as bytes, because a File crashes the Linux window. */
export async function uploadImport(file: File): Promise<ImportFile> {
  const address = `${window.location.protocol}//${window.location.host}/api/imports/files?${new URLSearchParams({ name: file.name })}`
  const reply = await fetch(address, {
    method: 'POST',
    headers: { 'X-Tenantry': '1', 'Content-Type': 'application/octet-stream' },
    body: new Uint8Array(await file.arrayBuffer()),
  })
  const answer: unknown = await reply.json().catch(() => undefined)
  if (!reply.ok) throw toApiError(answer, reply.status)
  return answer as ImportFile
}

/** Saves the rows of an import that had problems. */
export async function saveImportProblems(file: string, language: string): Promise<void> {
  const bindings = window.go?.desktop?.Window
  if (inWindow() && bindings) {
    await answered(bindings.SaveImportProblems(file, language))
    return
  }
  await fetchFile(`/api/imports/files/${file}/problems?${new URLSearchParams({ language })}`, 'problems.csv')
}

/** Fetches the certificate of an erasure from its vendor and saves it. */
export async function saveCertificate(connection: number, key: string, language: string): Promise<void> {
  const bindings = window.go?.desktop?.Window
  if (inWindow() && bindings) {
    await answered(bindings.SaveCertificate(connection, key, language))
    return
  }
  await fetchFile(
    `/api/connections/${connection}/documents/erasure-certificate/${encodeURIComponent(key)}`,
    `certificate-${key}.pdf`,
  )
}

/** Saves a document that was read. */
export async function saveDocument(id: number, language: string): Promise<void> {
  const bindings = window.go?.desktop?.Window
  if (inWindow() && bindings) {
    await answered(bindings.SaveDocument(id, language))
    return
  }
  await fetchFile(`/api/documents/${id}/content`, `document-${id}`)
}

/** What the window answers; its errors are those of the API. */
function answered<T>(answer: Promise<T>): Promise<T> {
  return answer.catch((reason: unknown) => {
    throw bindingError(reason)
  })
}

function bindingError(reason: unknown): ApiError {
  if (reason instanceof ApiError) return reason
  const text = reason instanceof Error ? reason.message : String(reason)
  try {
    return toApiError(JSON.parse(text), 500)
  } catch {
    return toApiError({ detail: text }, 500)
  }
}

async function download(request: ExportRequest): Promise<void> {
  const query = new URLSearchParams()
  const { kind: _kind, filter, ...rest } = request
  for (const [name, value] of Object.entries({ ...rest, ...filter })) {
    if (value === undefined || value === '') continue
    for (const each of Array.isArray(value) ? value : [value]) query.append(name, String(each))
  }
  await fetchFile(`/api/export/${request.kind}?${query}`, `tenantry-${request.kind}.${request.format}`)
}

/** Fetched first, so that a failure is a message in the page instead of a broken file. */
async function fetchFile(address: string, otherwise: string): Promise<void> {
  const reply = await fetch(address, { headers: { 'X-Tenantry': '1' } })
  if (!reply.ok) throw toApiError(await reply.json().catch(() => undefined), reply.status)
  offer(await reply.blob(), nameIn(reply.headers.get('Content-Disposition') ?? '') ?? otherwise)
}

/** The name of a download; one with letters beyond ASCII is encoded (RFC 6266). */
function nameIn(disposition: string): string | undefined {
  const encoded = /filename\*=utf-8''([^;]+)/i.exec(disposition)?.[1]
  return encoded ? decodeURIComponent(encoded) : /filename="?([^";]+)"?/.exec(disposition)?.[1]
}

function offer(content: Blob, name: string) {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** Shows a web page in the system's browser, or in another tab. */
export async function openLink(address: string): Promise<void> {
  const bindings = window.go?.desktop?.Window
  if (inWindow() && bindings) await bindings.OpenURL(address)
  else window.open(address, '_blank', 'noopener')
}

/** Saves the text of a view: by native dialog in the window, as a download in a browser. Gives the path where it is known. */
export async function saveViewFile(name: string, text: string, language: string): Promise<string> {
  const bindings = window.go?.desktop?.Window
  if (inWindow() && bindings) return answered(bindings.SaveView(name, text, language))
  offer(new Blob([text], { type: 'application/json' }), name)
  return ''
}

/** Opens the file of a view by the native dialog; undefined in a browser, where the page takes the file itself. */
export function viewChooser(): ((language: string) => Promise<ViewFile | null>) | undefined {
  const bindings = window.go?.desktop?.Window
  if (!inWindow() || !bindings) return undefined
  return (language) => answered(bindings.OpenView(language))
}

/** What leads to this page as it is. The window has no address that others know: theirs is opened by the palette. */
export function pageLink(): string {
  const { href, pathname, search } = window.location
  return inWindow() ? `tenantry:${pathname}${search}` : href
}

/** Tells whether links are opened by Go: the window has no tabs of its own. */
export function opensByGo(): boolean {
  return inWindow()
}

/** Puts text on the clipboard. */
export async function copyText(text: string): Promise<void> {
  const runtime = windowRuntime()
  if (runtime) await runtime.ClipboardSetText(text)
  else await navigator.clipboard.writeText(text)
}
