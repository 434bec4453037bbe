import type { ExportFilter } from '../../api/desktop'
import { ExportButton } from '../../components/export-button'
import { narrowed } from '../../lib/column-tests'
import type { OperationsSearch } from './operations-search'
import { filterOf, kinds, sortOf } from './row-filter'

/** Saves what the view shows, narrowed down and sorted as it is; only what counts is in lists and files alike. */
export function OperationsExport({ search }: { search: OperationsSearch }) {
  const { view } = search
  if (view && view !== 'report') {
    const { counted: _counted, customer_id: _customer, tag: _tag, ...filter } = filterOf(view, search)
    return <ExportButton kind={kinds[view]} filter={filter as ExportFilter} />
  }
  const { jobs_within, requests_within, figure, country } = search
  const { id, desc } = sortOf(search)
  const filter = {
    search: search.search,
    figure,
    country,
    jobs_within,
    requests_within,
    ...narrowed(search),
    sort: id,
    desc: desc || undefined,
  }
  return <ExportButton kind="operations" filter={filter} />
}
