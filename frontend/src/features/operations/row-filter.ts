import type { ExportKind } from '../../api/desktop'
import type { RowFilter } from '../../api/rows'
import { whose } from '../../lib/url-state'
import type { OperationsSearch, View } from './operations-search'

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
    service: view === 'requests' ? undefined : search.service,
    vendor: search.vendor,
    sort: search.sort,
    desc: search.desc,
  }
  switch (view) {
    case 'jobs':
      return { ...common, outcome: search.outcome, within: search.within }
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
