import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { dashboardQueries } from '../../api/dashboard'
import { ExportButton } from '../../components/export-button'
import { PageHeader } from '../../components/ui/page'
import { narrowed } from '../../lib/column-tests'
import { whose } from '../../lib/url-state'
import { type LicencesSearch, poolFilter, sectionFilter, sections, subscriptionFilter } from './licences-search'
import { PoolsView } from './pools-view'
import { SectionView } from './section-view'
import { SubscriptionsView } from './subscriptions-view'
import { ViewTabs } from './view-tabs'
import { WasteView } from './waste-view'

const route = getRouteApi('/licences')

export function LicencesPage() {
  const { t } = useTranslation()
  const search = route.useSearch()
  const { view, family } = search
  const dashboard = useQuery(dashboardQueries.dashboard({ family, ...whose(search) }))
  const section = sections.find((each) => each === view)
  return (
    <>
      <PageHeader
        title={t('nav.licences')}
        coverage={dashboard.data?.completeness}
        actions={<LicencesExport search={search} />}
      />
      <ViewTabs />
      {view === undefined && <SubscriptionsView />}
      {view === 'pools' && <PoolsView />}
      {section && <SectionView key={section} section={section} kpis={dashboard.data} />}
      {view === 'waste' && <WasteView kpis={dashboard.data} />}
    </>
  )
}

/** Saves what the view shows, narrowed down and sorted as it is. */
function LicencesExport({ search }: { search: LicencesSearch }) {
  const { view, family, sort, desc } = search
  const list = { sort, desc }
  const filter = { search: search.search, ...narrowed(search) }
  const section = sections.find((each) => each === view)
  if (section) {
    const { sort: _sort, desc: _desc, ...narrowing } = sectionFilter(search)
    return <ExportButton kind={`licences-${section}`} family={family} list={list} filter={narrowing} />
  }
  if (view === 'waste') {
    const waste = search.waste ?? 'reassign'
    return <ExportButton kind="waste" family={family} list={{ ...list, waste }} filter={filter} />
  }
  if (view === 'pools') {
    const { sort: _sort, desc: _desc, ...narrowing } = poolFilter(search)
    return <ExportButton kind="pools" family={family} list={list} filter={narrowing} billing />
  }
  const { sort: _sort, desc: _desc, gone, ...narrowing } = subscriptionFilter(search)
  return <ExportButton kind="subscriptions" family={family} list={{ ...list, gone }} filter={narrowing} billing />
}
