import type { ExportFilter } from '../../api/desktop'
import { ExportButton } from '../../components/export-button'
import { narrowed } from '../../lib/column-tests'
import type { OperationsSearch } from './operations-search'
import { filterOf, kinds, sortOf } from './row-filter'

/** Saves what the view shows, narrowed down and sorted as it is; only what counts is in lists and files alike. */
export function OperationsExport({ search }: { search: OperationsSearch }) {
  const { view } = search
  if (view && view !== 'report') {
    const { counted: _counted, customer_id: _customer, tag: _tag, sort, desc, level, ...rest } = filterOf(view, search)
    const { state, ...others } = rest
    const list = { sort, desc, level }
    // Open and closed issues are two lists, open and closed requests are one.
    if (view === 'requests') return <ExportButton kind={kinds[view]} list={list} filter={rest as ExportFilter} />
    return <ExportButton kind={kinds[view]} list={{ ...list, state }} filter={others as ExportFilter} />
  }
  const { jobs_within, requests_within, figure, country } = search
  const { id, desc } = sortOf(search)
  // The times say what is counted, not whose rows are listed.
  const list = { jobs_within, requests_within, sort: id, desc: desc || undefined }
  const filter = { search: search.search, figure, country, ...narrowed(search) }
  return <ExportButton kind="operations" list={list} filter={filter} />
}
