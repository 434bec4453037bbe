import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { OperationsSummary } from '../../api/operations'
import type { StoredRow } from '../../api/rows'
import type { Column } from '../../components/data-table/columns'
import { type FilterField, ValueFilters, words } from '../../components/filters/value-filters'
import { outcomes } from '../../components/kinds/kind-search'
import { ClearFilters } from '../../components/ui/clear-filters'
import { FilterMenu } from '../../components/ui/filter-menu'
import { Toolbar } from '../../components/ui/page'
import { SearchBox } from '../../components/ui/search-box'
import { ViewsMenu } from '../../components/views/views-menu'
import { countryName } from '../../lib/countries'
import { drop, listOf } from '../../lib/url-state'
import { valueText } from '../../lib/row-kinds'
import { useLocale } from '../../lib/locale'
import { vendors } from '../../lib/vendors'
import { operationsSearch, type OperationsSearch, type RowFilterName, type View } from './operations-search'
import { WithinMenu } from './within-menu'

const route = getRouteApi('/operations')

const always: RowFilterName[] = ['outcome', 'service', 'vendor']

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
  columns: Column<StoredRow>[]
  /** What stands at the right. */
  children: ReactNode
}

export function RowsToolbar({ view, summary, columns, children }: Props) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const set = (change: Partial<OperationsSearch>) =>
    void navigate({ search: (prev) => drop({ ...prev, ...change }), replace: true })
  const services = servicesOf[view]
  const named = summary?.service_names[services ?? 'jobs'] ?? listOf(search.service)
  const all: FilterField<RowFilterName>[] = [
    { id: 'outcome', label: t('row.outcome'), choices: words(outcomes, (value) => t(`outcome.${value}`)) },
    { id: 'service', label: t('row.service'), choices: words(named, (value) => valueText(value, 'service', f, t)) },
    { id: 'vendor', label: t('column.vendor'), choices: words(vendors, (value) => t(`vendor.${value}`)) },
  ]
  const fields = all.filter(({ id }) =>
    id === 'outcome' ? view === 'jobs' : id === 'service' ? services !== undefined : view !== 'storage',
  )
  const filtered =
    search.search ??
    search.country ??
    search.service ??
    search.vendor ??
    search.within ??
    search.outcome ??
    search.state ??
    search.trouble ??
    search.where
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
      {['jobs', 'requests', 'issues', 'history'].includes(view) && (
        <WithinMenu
          label={t(`operations.within.${view}`)}
          value={search.within}
          onChange={(within) => set({ within })}
        />
      )}
      {search.country && (
        <FilterMenu
          label={t('column.country')}
          value={search.country}
          choices={[{ value: search.country, label: countryName(search.country, f.locale) }]}
          onChange={(country) => set({ country })}
        />
      )}
      <ValueFilters fields={fields} always={always} columns={columns} search={search} onChange={set} />
      {filtered && (
        <ClearFilters
          onClick={() =>
            set({
              search: undefined,
              country: undefined,
              service: undefined,
              vendor: undefined,
              within: undefined,
              outcome: undefined,
              state: undefined,
              trouble: undefined,
              where: undefined,
              except: undefined,
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
