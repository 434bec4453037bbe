import { SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { operationsQueries, type OperationsSummary } from '../../api/operations'
import { ExportButton } from '../../components/export-button'
import { LinkButton } from '../../components/ui/link-button'
import { PageHeader } from '../../components/ui/page'
import { UnmatchedNote } from '../../components/ui/unmatched-note'
import { drop, keepScope, whose } from '../../lib/url-state'
import { CustomerReport } from './customer-report'
import { OperationsExport } from './operations-export'
import { openings, type View } from './operations-search'
import { OverviewView } from './overview-view'
import { RowsView } from './rows-view'
import { StorageView } from './storage-view'

const route = getRouteApi('/operations')

const tabs = ['overview', 'jobs', 'requests', 'health', 'storage'] as const

/** Whose data a view rests on. */
const coverages: Record<View, keyof OperationsSummary['coverage']> = {
  jobs: 'jobs',
  requests: 'service_requests',
  health: 'health',
  issues: 'health',
  history: 'health',
  storage: 'storage',
}

export function OperationsPage() {
  const { t } = useTranslation()
  const search = route.useSearch()
  const { customer, jobs_within, requests_within } = search
  const report = search.view === 'report'
  const view = search.view === 'report' ? undefined : search.view
  const navigate = route.useNavigate()
  const summary = useQuery(operationsQueries.summary({ ...whose(search), jobs_within, requests_within }))
  const told = view === 'storage' && search.level === 'live' ? 'live' : coverages[view ?? 'jobs']
  const tab = view === 'issues' || view === 'history' ? 'health' : (view ?? 'overview')
  return (
    <>
      <PageHeader
        title={t('nav.operations')}
        count={
          <SegmentedControl
            size="xs"
            aria-label={t('operations.view')}
            value={tab}
            data={tabs.map((each) => ({ value: each, label: t(`operations.tab.${each}`) }))}
            onChange={(value) => {
              const to = tabs.find((each) => each === value) ?? 'overview'
              void navigate({ search: (prev) => drop({ ...keepScope(prev), ...openings[to] }) })
            }}
          />
        }
        coverage={view && summary.data?.coverage[told]}
        note={<UnmatchedNote count={summary.data?.unmatched ?? 0} />}
        actions={
          report && customer !== undefined ? (
            <>
              <LinkButton
                to="/operations"
                search={drop({ jobs_within: search.jobs_within, requests_within: search.requests_within })}
              >
                {t('scope.all')}
              </LinkButton>
              <LinkButton to="/operations" search={{ ...search, open: customer }}>
                {t('customer.drawer')}
              </LinkButton>
              <ExportButton kind="report" />
            </>
          ) : (
            <OperationsExport search={search} />
          )
        }
      />
      {report && customer !== undefined && <CustomerReport customer={customer} summary={summary} />}
      {view === undefined && !report && <OverviewView summary={summary} />}
      {view === 'storage' && <StorageView summary={summary.data} />}
      {view !== undefined && view !== 'storage' && <RowsView key={view} view={view} summary={summary.data} />}
    </>
  )
}
