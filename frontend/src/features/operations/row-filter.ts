import type { ExportKind } from '../../api/desktop'
import type { RowFilter } from '../../api/rows'
import { narrowed } from '../../lib/column-tests'
import { whose, wordsOf } from '../../lib/url-state'
import type { VendorChoice } from '../../lib/vendors'
import type { outcomes } from '../../components/kinds/kind-search'
import { type OperationsSearch, type View } from './operations-search'

export const kinds: Record<View, ExportKind> = {
  jobs: 'jobs',
  requests: 'service-requests',
  health: 'service-states',
  issues: 'incidents',
  history: 'incidents',
  storage: 'storage',
}

/** What Go narrows the rows of a view down to. Only what figures count is listed, so that a figure has its rows. */
export function filterOf(view: View, search: OperationsSearch): RowFilter {
  const common = {
    counted: true,
    ...whose(search),
    search: search.search,
    country: search.country,
    services: view === 'requests' ? undefined : wordsOf(search.service),
    vendors: wordsOf<VendorChoice>(search.vendor),
    ...narrowed(search, { outcome: 'outcomes', service: 'services', vendor: 'vendors' }),
    sort: search.sort,
    desc: search.desc,
  }
  switch (view) {
    case 'jobs':
      return { ...common, outcomes: wordsOf<(typeof outcomes)[number]>(search.outcome), within: search.within }
    case 'requests':
      return { ...common, state: search.state, within: search.within }
    case 'health':
      return { ...common, trouble: search.trouble }
    case 'issues':
      return { ...common, state: 'open', within: search.within }
    case 'history':
      return { ...common, state: 'closed', within: search.within }
    case 'storage':
      return { ...common, level: search.level ?? 'service' }
  }
}

/** What needs somebody stands first until the reader chooses otherwise. */
export function sortOf({ sort, desc }: OperationsSearch) {
  return sort ? { id: sort, desc: desc ?? false } : { id: 'failed_jobs', desc: true }
}
