import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
} from '@tanstack/react-router'
import { calendarSearch } from '../features/calendar/calendar-search'
import { connectionsSearch } from '../features/connections/connections-search'
import { customerSearch } from '../features/customers/customer-search'
import { customersSearch } from '../features/customers/customers-search'
import { DashboardPage } from '../features/dashboard/dashboard-page'
import { dashboardSearch } from '../features/dashboard/dashboard-search'
import { HomePage } from '../features/home/home-page'
import { importsSearch } from '../features/imports/imports-search'
import { licencesSearch } from '../features/licences/licences-search'
import { operationsSearch } from '../features/operations/operations-search'
import { syncSearch } from '../features/sync/sync-search'
import { shellSearch } from '../lib/url-state'
import { NotFound } from './shell/not-found'
import { Shell } from './shell/shell'

const root = createRootRoute({ component: Shell, validateSearch: shellSearch, notFoundComponent: NotFound })

const routes = [
  createRoute({ getParentRoute: () => root, path: '/', component: HomePage }),
  createRoute({
    getParentRoute: () => root,
    path: '/dashboard',
    component: DashboardPage,
    validateSearch: dashboardSearch,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/customers',
    component: lazyRouteComponent(() => import('../features/customers/customers-page'), 'CustomersPage'),
    validateSearch: customersSearch,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/customers/matching',
    component: lazyRouteComponent(() => import('../features/customers/matching-page'), 'MatchingPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/customers/$id',
    component: lazyRouteComponent(() => import('../features/customers/customer-page'), 'CustomerPage'),
    validateSearch: customerSearch,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/licences',
    component: lazyRouteComponent(() => import('../features/licences/licences-page'), 'LicencesPage'),
    validateSearch: licencesSearch,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/calendar',
    component: lazyRouteComponent(() => import('../features/calendar/calendar-page'), 'CalendarPage'),
    validateSearch: calendarSearch,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/operations',
    component: lazyRouteComponent(() => import('../features/operations/operations-page'), 'OperationsPage'),
    validateSearch: operationsSearch,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/sync',
    component: lazyRouteComponent(() => import('../features/sync/sync-page'), 'SyncPage'),
    validateSearch: syncSearch,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/connections',
    component: lazyRouteComponent(() => import('../features/connections/connections-page'), 'ConnectionsPage'),
    validateSearch: connectionsSearch,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/imports',
    component: lazyRouteComponent(() => import('../features/imports/imports-page'), 'ImportsPage'),
    validateSearch: importsSearch,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/settings',
    component: lazyRouteComponent(() => import('../features/settings/settings-page'), 'SettingsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/settings/organisation',
    component: lazyRouteComponent(() => import('../features/settings/organisation-page'), 'OrganisationPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/start',
    component: lazyRouteComponent(() => import('../features/start/start-page'), 'StartPage'),
  }),
] as const

export function makeRouter(history?: RouterHistory) {
  return createRouter({
    routeTree: root.addChildren(routes),
    history,
    search: { strict: true },
    defaultPendingMinMs: 0,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
