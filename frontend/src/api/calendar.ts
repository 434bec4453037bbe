import { queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'
import type { paths } from './schema'

export type Decision = Schemas['Decision']
export type CalendarSummary = Schemas['CalendarSummary']
export type CalendarFilter = NonNullable<paths['/calendar/summary']['get']['parameters']['query']>
type DecisionFilter = NonNullable<paths['/calendar']['get']['parameters']['query']>

export const calendarQueries = {
  page: (filter: DecisionFilter) =>
    queryOptions({
      queryKey: ['calendar', 'page', filter],
      queryFn: ({ signal }) => unwrap(client.GET('/calendar', { params: { query: filter }, signal })),
    }),
  /** The customers that the list sorted by customer has, with how many decisions each. */
  groups: (filter: DecisionFilter) =>
    queryOptions({
      queryKey: ['calendar', 'groups', filter],
      queryFn: ({ signal }) => unwrap(client.GET('/calendar/groups', { params: { query: filter }, signal })),
    }),
  summary: (filter: CalendarFilter) =>
    queryOptions({
      queryKey: ['calendar', 'summary', filter],
      queryFn: ({ signal }) => unwrap(client.GET('/calendar/summary', { params: { query: filter }, signal })),
    }),
}
