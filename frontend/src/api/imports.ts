import { queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'
import type { paths } from './schema'

export type ImportFile = Schemas['ImportFile']
export type ImportKind = ImportFile['kind']
export type ImportKindRow = Schemas['ImportKindRow']
export type ImportMapping = Schemas['Mapping']
export type ImportOptions = Schemas['ImportOptions']
export type ImportRequest = Schemas['ImportRequest']
export type ImportResult = Schemas['ImportResult']
export type ImportRow = Schemas['Import']
export type PriceRow = Schemas['PriceRow']
export type PriceFilter = NonNullable<paths['/prices']['get']['parameters']['query']>

export const importQueries = {
  list: () => queryOptions({ queryKey: ['imports'], queryFn: () => unwrap(client.GET('/imports')) }),
  kinds: () => queryOptions({ queryKey: ['import-kinds'], queryFn: () => unwrap(client.GET('/imports/kinds')) }),
  prices: (filter: PriceFilter) =>
    queryOptions({
      queryKey: ['prices', filter],
      queryFn: ({ signal }) => unwrap(client.GET('/prices', { params: { query: filter }, signal })),
    }),
}

/** Reads an open file as another kind, or another sheet. */
export function describeImport(file: string, options: ImportOptions) {
  return unwrap(client.POST('/imports/files/{file}/describe', { params: { path: { file } }, body: options }))
}

/** Imports an open file; as a dry run it only tells what would be done. */
export function runImport(file: string, request: ImportRequest) {
  return unwrap(client.POST('/imports/files/{file}/run', { params: { path: { file } }, body: request }))
}

/** Forgets an open file. */
export function closeImport(file: string) {
  return unwrap(client.DELETE('/imports/files/{file}', { params: { path: { file } } }))
}

/** Stores a row that was typed in; one with problems is not stored. */
export function typeImportRow(row: Schemas['TypedRow']) {
  return unwrap(client.POST('/imports/rows', { body: row }))
}

export function undoImport(id: number) {
  return unwrap(client.POST('/imports/{id}/undo', { params: { path: { id } } }))
}
