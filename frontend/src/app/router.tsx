import { createRootRoute, createRoute, createRouter, type RouterHistory } from '@tanstack/react-router'
import { CalendarPage } from '../features/calendar/calendar-page'
import { calendarSearch } from '../features/calendar/calendar-search'
import { ConnectionsPage } from '../features/connections/connections-page'
import { connectionsSearch } from '../features/connections/connections-search'
import { CustomerPage } from '../features/customers/customer-page'
import { customerSearch } from '../features/customers/customer-search'
import { CustomersPage } from '../features/customers/customers-page'
import { customersSearch } from '../features/customers/customers-search'
import { MatchingPage } from '../features/customers/matching-page'
import { DashboardPage } from '../features/dashboard/dashboard-page'
import { dashboardSearch } from '../features/dashboard/dashboard-search'
import { HomePage } from '../features/home/home-page'
import { ImportsPage } from '../features/imports/imports-page'
import { LicencesPage } from '../features/licences/licences-page'
import { licencesSearch } from '../features/licences/licences-search'
import { OperationsPage } from '../features/operations/operations-page'
import { operationsSearch } from '../features/operations/operations-search'
import { OrganisationPage } from '../features/settings/organisation-page'
import { SettingsPage } from '../features/settings/settings-page'
import { StartPage } from '../features/start/start-page'
import { SyncPage } from '../features/sync/sync-page'
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
    component: CustomersPage,
    validateSearch: customersSearch,
  }),
  createRoute({ getParentRoute: () => root, path: '/customers/matching', component: MatchingPage }),
  createRoute({
    getParentRoute: () => root,
    path: '/customers/$id',
    component: CustomerPage,
    validateSearch: customerSearch,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/licences',
    component: LicencesPage,
    validateSearch: licencesSearch,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/calendar',
    component: CalendarPage,
    validateSearch: calendarSearch,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/operations',
    component: OperationsPage,
    validateSearch: operationsSearch,
  }),
  createRoute({ getParentRoute: () => root, path: '/sync', component: SyncPage, validateSearch: syncSearch }),
  createRoute({
    getParentRoute: () => root,
    path: '/connections',
    component: ConnectionsPage,
    validateSearch: connectionsSearch,
  }),
  createRoute({ getParentRoute: () => root, path: '/imports', component: ImportsPage }),
  createRoute({ getParentRoute: () => root, path: '/settings', component: SettingsPage }),
  createRoute({ getParentRoute: () => root, path: '/settings/organisation', component: OrganisationPage }),
  createRoute({ getParentRoute: () => root, path: '/start', component: StartPage }),
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
