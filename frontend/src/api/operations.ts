import { queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'
import type { paths } from './schema'

export type OperationsRow = Schemas['OperationsRow']
export type OperationsSummary = Schemas['OperationsSummary']
export type CountryOperations = Schemas['CountryOperations']
export type StoragePoint = Schemas['StoragePoint']
export type JobPoint = Schemas['JobPoint']
export type OperationsFilter = NonNullable<paths['/operations']['get']['parameters']['query']>
export type SummaryFilter = NonNullable<paths['/operations/summary']['get']['parameters']['query']>
export type CountriesFilter = NonNullable<paths['/operations/countries']['get']['parameters']['query']>

type StorageScope = NonNullable<paths['/operations/storage-trend']['get']['parameters']['query']>

export const operationsQueries = {
  page: (filter: OperationsFilter) =>
    queryOptions({
      queryKey: ['operations', 'list', filter],
      queryFn: ({ signal }) => unwrap(client.GET('/operations', { params: { query: filter }, signal })),
    }),
  countries: (filter: CountriesFilter) =>
    queryOptions({
      queryKey: ['operations', 'countries', filter],
      queryFn: () => unwrap(client.GET('/operations/countries', { params: { query: filter } })),
    }),
  summary: (filter: SummaryFilter) =>
    queryOptions({
      queryKey: ['operations', 'summary', filter],
      queryFn: () => unwrap(client.GET('/operations/summary', { params: { query: filter } })),
    }),
  jobTrend: (scope: StorageScope, days: number) =>
    queryOptions({
      queryKey: ['operations', 'job-trend', scope, days],
      queryFn: () => unwrap(client.GET('/operations/job-trend', { params: { query: { ...scope, days } } })),
    }),
  storageTrend: (scope: StorageScope, days: number) =>
    queryOptions({
      queryKey: ['operations', 'storage-trend', scope, days],
      queryFn: () => unwrap(client.GET('/operations/storage-trend', { params: { query: { ...scope, days } } })),
    }),
}
