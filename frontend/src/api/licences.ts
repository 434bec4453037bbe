import { queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'
import type { paths } from './schema'

export type LicenceRow = Schemas['LicenceRow']
export type LicenceSummary = Schemas['LicenceSummary']
export type WasteRow = Schemas['WasteRow']
export type WasteSummary = Schemas['WasteSummary']
export type WasteSum = Schemas['WasteSum']
export type Section = paths['/licences/{section}']['get']['parameters']['path']['section']
type LicenceFilter = NonNullable<paths['/licences/{section}']['get']['parameters']['query']>
export type LicenceScope = NonNullable<paths['/licences/{section}/summary']['get']['parameters']['query']>
type WasteFilter = NonNullable<paths['/waste']['get']['parameters']['query']>

export const licenceQueries = {
  page: (section: Section, filter: LicenceFilter) =>
    queryOptions({
      queryKey: ['licences', section, 'page', filter],
      queryFn: ({ signal }) =>
        unwrap(client.GET('/licences/{section}', { params: { path: { section }, query: filter }, signal })),
    }),
  /** The customers that the list of a section sorted by customer has, with how many rows each. */
  groups: (section: Section, filter: LicenceFilter) =>
    queryOptions({
      queryKey: ['licences', section, 'groups', filter],
      queryFn: ({ signal }) =>
        unwrap(client.GET('/licences/{section}/groups', { params: { path: { section }, query: filter }, signal })),
    }),
  summary: (section: Section, scope: LicenceScope) =>
    queryOptions({
      queryKey: ['licences', section, 'summary', scope],
      queryFn: ({ signal }) =>
        unwrap(client.GET('/licences/{section}/summary', { params: { path: { section }, query: scope }, signal })),
    }),
  waste: (filter: WasteFilter) =>
    queryOptions({
      queryKey: ['licences', 'waste', 'page', filter],
      queryFn: ({ signal }) => unwrap(client.GET('/waste', { params: { query: filter }, signal })),
    }),
  wasteGroups: (filter: WasteFilter) =>
    queryOptions({
      queryKey: ['licences', 'waste', 'groups', filter],
      queryFn: ({ signal }) => unwrap(client.GET('/waste/groups', { params: { query: filter }, signal })),
    }),
  wasteSummary: (scope: LicenceScope) =>
    queryOptions({
      queryKey: ['licences', 'waste', 'summary', scope],
      queryFn: ({ signal }) => unwrap(client.GET('/waste/summary', { params: { query: scope }, signal })),
    }),
}
