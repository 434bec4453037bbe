import { queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'
import type { paths } from './schema'

export type Kpis = Schemas['KPIs']
export type Coverage = Schemas['Coverage']
export type TrendPoint = Schemas['TrendPoint']

export type DashboardScope = NonNullable<paths['/dashboard']['get']['parameters']['query']>

export const dashboardQueries = {
  dashboard: (scope: DashboardScope) =>
    queryOptions({
      queryKey: ['dashboard', scope],
      queryFn: () => unwrap(client.GET('/dashboard', { params: { query: scope } })),
    }),
  trend: (scope: DashboardScope, days: number) =>
    queryOptions({
      queryKey: ['trend', scope, days],
      queryFn: () => unwrap(client.GET('/dashboard/trend', { params: { query: { ...scope, days } } })),
    }),
}
