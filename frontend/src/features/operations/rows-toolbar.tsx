import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { OperationsSummary } from '../../api/operations'
import { ClearFilters } from '../../components/ui/clear-filters'
import { FilterMenu } from '../../components/ui/filter-menu'
import { Toolbar } from '../../components/ui/page'
import { SearchBox } from '../../components/ui/search-box'
import { ViewsMenu } from '../../components/views/views-menu'
import { drop } from '../../lib/url-state'
import { valueText } from '../../lib/row-kinds'
import { useLocale } from '../../lib/locale'
import { vendors } from '../../lib/vendors'
import { operationsSearch, type OperationsSearch, outcomes, type View } from './operations-search'
import { WithinMenu } from './within-menu'

const route = getRouteApi('/operations')

/** The services a view can be narrowed down to. */
const servicesOf: Record<View, keyof OperationsSummary['service_names'] | undefined> = {
  jobs: 'jobs',
  requests: undefined,
  health: 'service_states',
  issues: 'incidents',
  history: 'incidents',
  storage: 'storage',
}

interface Props {
  view: View
  summary?: OperationsSummary
  /** What stands at the right. */
  children: ReactNode
}

export function RowsToolbar({ view, summary, children }: Props) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const set = (change: Partial<OperationsSearch>) =>
    void navigate({ search: (prev) => drop({ ...prev, ...change }), replace: true })
  const services = servicesOf[view]
  const filtered =
    search.search ??
    search.service ??
    search.vendor ??
    search.within ??
    search.outcome ??
    search.state ??
    search.trouble
  return (
    <Toolbar
      label={t('operations.toolbar')}
      aside={
        <>
          <ViewsMenu page="operations" search={search} validate={operationsSearch} />
          {children}
        </>
      }
    >
      <SearchBox
        label={t('operations.search_rows')}
        value={search.search ?? ''}
        onSearch={(text) => set({ search: text || undefined })}
      />
      <StateMenu view={view} search={search} set={set} />
      {services && (
        <FilterMenu
          label={t('row.service')}
          value={search.service}
          choices={(summary?.service_names[services] ?? (search.service ? [search.service] : [])).map((value) => ({
            value,
            label: valueText(value, 'service', f, t),
          }))}
          onChange={(service) => set({ service })}
        />
      )}
      {['jobs', 'requests', 'issues', 'history'].includes(view) && (
        <WithinMenu
          label={t(`operations.within.${view}`)}
          value={search.within}
          onChange={(within) => set({ within })}
        />
      )}
      {view !== 'storage' && (
        <FilterMenu
          label={t('column.vendor')}
          value={search.vendor}
          choices={vendors.map((value) => ({ value, label: t(`vendor.${value}`) }))}
          onChange={(vendor) => set({ vendor })}
        />
      )}
      {filtered && (
        <ClearFilters
          onClick={() =>
            set({
              search: undefined,
              service: undefined,
              vendor: undefined,
              within: undefined,
              outcome: undefined,
              state: undefined,
              trouble: undefined,
            })
          }
        />
      )}
    </Toolbar>
  )
}

interface StateProps {
  view: View
  search: OperationsSearch
  set: (change: Partial<OperationsSearch>) => void
}

/** The chip that says in which state rows are. */
function StateMenu({ view, search, set }: StateProps) {
  const { t } = useTranslation()
  switch (view) {
    case 'jobs':
      return (
        <FilterMenu
          label={t('row.outcome')}
          value={search.outcome}
          choices={outcomes.map((value) => ({ value, label: t(`outcome.${value}`) }))}
          onChange={(outcome) => set({ outcome })}
        />
      )
    case 'requests':
      return (
        <FilterMenu
          label={t('column.state')}
          value={search.state}
          choices={(['open', 'closed'] as const).map((value) => ({ value, label: t(`operations.state.${value}`) }))}
          onChange={(state) => set({ state })}
        />
      )
    case 'health':
      return (
        <FilterMenu
          label={t('column.state')}
          value={search.trouble ? 'trouble' : undefined}
          choices={[{ value: 'trouble', label: t('operations.state.trouble') }]}
          onChange={(value) => set({ trouble: value ? true : undefined })}
        />
      )
    case 'storage':
      return (
        <FilterMenu
          label={t('operations.level')}
          value={search.level}
          choices={[
            { value: 'module', label: t('operations.modules') },
            { value: 'live', label: t('operations.column.live') },
          ]}
          onChange={(level) => set({ level, service: undefined })}
        />
      )
    default:
      return null
  }
}
