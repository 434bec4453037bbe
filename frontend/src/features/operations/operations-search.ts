import { trendDays } from '../../components/chart/days'
import { kindTables, outcomes } from '../../components/kinds/kind-search'
import { narrowing } from '../../lib/column-tests'
import {
  choiceParam,
  drop,
  flagParam,
  listParam,
  oneOf,
  type Search,
  shellSearch,
  textParam,
} from '../../lib/url-state'
import { vendors } from '../../lib/vendors'

const rowViews = ['jobs', 'requests', 'health', 'issues', 'history', 'storage'] as const
export const figures = ['failed_jobs', 'open_requests', 'trouble'] as const
export const times = ['24h', '7d', '30d'] as const
export const measures = ['customers', 'failed_jobs', 'open_requests', 'trouble'] as const
const layouts = ['cards', 'map'] as const

/** The filters of rows that take several values. */
const rowFilters = ['outcome', 'service', 'vendor'] as const
export type RowFilterName = (typeof rowFilters)[number]

/** The rows of one kind. */
export type View = (typeof rowViews)[number]
export type Layout = (typeof layouts)[number]
export type Measure = (typeof measures)[number]
export type OperationsSearch = ReturnType<typeof operationsSearch>

/**
 * The customers with how their services do, or with a view the rows behind a figure. The report is about the one customer
 * that the scope names; without one there is none.
 */
export function operationsSearch(search: Search) {
  const shell = shellSearch(search)
  return drop({
    ...shell,
    view: choiceParam(search, 'view', shell.customer ? [...rowViews, 'report' as const] : rowViews),
    search: textParam(search, 'search'),
    figure: choiceParam(search, 'figure', figures),
    jobs_within: choiceParam(search, 'jobs_within', times),
    requests_within: choiceParam(search, 'requests_within', times),
    within: choiceParam(search, 'within', times),
    outcome: listParam(search, 'outcome', oneOf(outcomes)),
    trouble: flagParam(search, 'trouble'),
    state: choiceParam(search, 'state', ['open', 'closed'] as const),
    level: choiceParam(search, 'level', ['module', 'live'] as const),
    service: listParam(search, 'service'),
    vendor: listParam(search, 'vendor', oneOf(vendors)),
    ...narrowing(search, rowFilters),
    as: choiceParam(search, 'as', layouts),
    measure: choiceParam(search, 'measure', measures),
    country: /^[A-Z]{2}$/.test(String(search.country)) ? String(search.country) : undefined,
    days: choiceParam(search, 'days', trendDays),
    table: flagParam(search, 'table'),
    sort: /^[a-z_]{1,40}$/.test(String(search.sort ?? '')) ? String(search.sort) : undefined,
    desc: flagParam(search, 'desc'),
    ...kindTables(search),
  })
}

/** What each view shows when it is opened: what needs somebody. Every chip comes off. */
export const openings = {
  overview: {},
  jobs: { view: 'jobs', outcome: 'failed' },
  requests: { view: 'requests', state: 'open' },
  health: { view: 'health', trouble: true },
  issues: { view: 'issues' },
  history: { view: 'history' },
  storage: { view: 'storage', sort: 'consumed', desc: true },
  live: { view: 'storage', level: 'live', sort: 'consumed', desc: true },
} as const satisfies Record<View | 'overview' | 'live', OperationsSearch>
