import { SegmentedControl, Select } from '@mantine/core'
import { IconActivityHeartbeat, IconFilterOff, IconLayoutGrid, IconTable, IconWorld } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type CountriesFilter,
  operationsQueries,
  type OperationsRow,
  type OperationsSummary,
} from '../../api/operations'
import type { Column } from '../../components/data-table/columns'
import { ColumnChooser } from '../../components/data-table/column-chooser'
import { DataTable } from '../../components/data-table/data-table'
import { TableFoot } from '../../components/data-table/table-foot'
import { type Columns, useColumns } from '../../components/data-table/use-columns'
import { useWindowedList } from '../../components/data-table/use-windowed-list'
import { ValueFilters } from '../../components/filters/value-filters'
import { ClearFilters } from '../../components/ui/clear-filters'
import { EmptyState } from '../../components/ui/empty-state'
import { FilterMenu } from '../../components/ui/filter-menu'
import { LinkButton } from '../../components/ui/link-button'
import { Toolbar } from '../../components/ui/page'
import { SearchBox } from '../../components/ui/search-box'
import { countries } from '../../lib/countries'
import { narrowed } from '../../lib/column-tests'
import { useLocale } from '../../lib/locale'
import { ViewsMenu } from '../../components/views/views-menu'
import { drop, isScoped, keepScope, whose } from '../../lib/url-state'
import { figures, type Layout, type OperationsSearch, operationsSearch } from './operations-search'
import { OverviewCards } from './overview-cards'
import classes from './operations.module.css'
import { useOverviewColumns } from './overview-columns'
import { MeasureMenu, OverviewMap } from './overview-map'
import { sortOf } from './row-filter'
import { SummaryTiles } from './summary-tiles'
import { WithinMenu } from './within-menu'

const route = getRouteApi('/operations')

/** All customers with how their services do, as a table, as cards or on a map. */
export function OverviewView({ summary }: { summary: UseQueryResult<OperationsSummary> }) {
  const shown = route.useSearch()
  const { as, search, figure, country, jobs_within, requests_within } = shown
  const filter = { ...whose(shown), search, figure, country, jobs_within, requests_within, ...narrowed(shown) }
  const filtered = isScoped(shown) || [search, figure, country, shown.where].some((each) => each !== undefined)
  const empty = <NoCustomers filtered={filtered} />
  const columns = useColumns('operations', useOverviewColumns({ jobs_within, requests_within }))
  return (
    <>
      <SummaryTiles summary={summary} within={{ jobs_within, requests_within }} />
      {as === 'map' ? (
        <>
          <OverviewToolbar columns={columns.all}>
            <MeasureMenu />
            <LayoutSwitch />
          </OverviewToolbar>
          <OverviewMap filter={filter} empty={empty} />
        </>
      ) : (
        <CustomerList filter={filter} columns={columns} empty={empty} />
      )}
    </>
  )
}

interface ListProps {
  filter: CountriesFilter
  columns: Columns<OperationsRow>
  empty: ReactNode
}

/** The customers one by one, as a table or as cards. */
function CustomerList({ filter, columns, empty }: ListProps) {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const sort = sortOf(search)
  const sorted = { ...filter, sort: sort.id, desc: sort.desc || undefined }
  const list = useWindowedList(JSON.stringify(sorted), (offset, limit) =>
    operationsQueries.page({ ...sorted, offset, limit }),
  )
  const { jobs_within, requests_within } = search
  const open = (row: { id: number }) =>
    void navigate({ search: drop({ view: 'report' as const, customer: row.id, jobs_within, requests_within }) })
  return (
    <>
      <OverviewToolbar columns={columns.all}>
        {search.as === 'cards' ? <CardOrder /> : <ColumnChooser columns={columns} />}
        <LayoutSwitch />
      </OverviewToolbar>
      {search.as === 'cards' ? (
        <OverviewCards list={list} within={{ jobs_within, requests_within }} onOpen={open} empty={empty} />
      ) : (
        <DataTable
          customerOf={(row) => row.id}
          label={t('operations.customers')}
          columns={columns}
          list={list}
          sort={sort}
          onSort={({ id, desc }) =>
            void navigate({ search: (prev) => ({ ...prev, sort: id, desc: desc || undefined }), replace: true })
          }
          onOpen={open}
          empty={empty}
        />
      )}
      <TableFoot list={list} />
    </>
  )
}

function OverviewToolbar({ columns, children }: { columns: Column<OperationsRow>[]; children: ReactNode }) {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const set = (change: Partial<OperationsSearch>) =>
    void navigate({ search: (prev) => drop({ ...prev, ...change }), replace: true })
  const filtered =
    search.search ?? search.figure ?? search.country ?? search.jobs_within ?? search.requests_within ?? search.where
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
        label={t('operations.search')}
        value={search.search ?? ''}
        onSearch={(text) => set({ search: text || undefined })}
      />
      <FilterMenu
        label={t('filter.figure')}
        value={search.figure}
        choices={figures.map((value) => ({ value, label: t(`operations.figure.${value}`) }))}
        onChange={(figure) => set({ figure })}
      />
      <CountryMenu value={search.country} onChange={(country) => set({ country })} />
      <WithinMenu
        label={t('operations.jobs_within')}
        value={search.jobs_within}
        onChange={(value) => set({ jobs_within: value })}
      />
      <WithinMenu
        label={t('operations.requests_within')}
        value={search.requests_within}
        onChange={(value) => set({ requests_within: value })}
      />
      <ValueFilters fields={[]} always={[]} columns={columns} search={search} onChange={set} />
      {filtered && (
        <ClearFilters
          onClick={() =>
            set({
              search: undefined,
              figure: undefined,
              country: undefined,
              jobs_within: undefined,
              requests_within: undefined,
              where: undefined,
            })
          }
        />
      )}
    </Toolbar>
  )
}

/** Cards have no headings to sort by. */
function CardOrder() {
  const { t } = useTranslation()
  const { sort } = route.useSearch()
  const navigate = route.useNavigate()
  const orders = ['failed_jobs', 'open_requests', 'trouble', 'consumed', 'name'] as const
  return (
    <Select
      size="xs"
      w={200}
      aria-label={t('operations.order')}
      allowDeselect={false}
      value={orders.find((each) => each === sort) ?? 'failed_jobs'}
      data={orders.map((each) => ({ value: each, label: t(`operations.order_by.${each}`) }))}
      onChange={(value) =>
        void navigate({
          search: (prev) => drop({ ...prev, sort: value ?? undefined, desc: value !== 'name' || undefined }),
          replace: true,
        })
      }
    />
  )
}

function CountryMenu(props: { value?: string; onChange: (country: string | undefined) => void }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const choices = useMemo(() => countries(f.locale), [f.locale])
  return <FilterMenu label={t('column.country')} choices={choices} {...props} />
}

const layouts = [
  { value: 'table', icon: IconTable },
  { value: 'cards', icon: IconLayoutGrid },
  { value: 'map', icon: IconWorld },
] as const

function LayoutSwitch() {
  const { t } = useTranslation()
  const { as } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('operations.layout')}
      value={as ?? 'table'}
      data={layouts.map(({ value, icon: Icon }) => ({
        value,
        label: (
          <span className={classes.layout} title={t(`operations.as_${value}`)}>
            <Icon size={15} aria-hidden />
            <span className="visually-hidden">{t(`operations.as_${value}`)}</span>
          </span>
        ),
      }))}
      onChange={(value) =>
        void navigate({
          search: (prev) => drop({ ...prev, as: value === 'table' ? undefined : (value as Layout) }),
          replace: true,
        })
      }
    />
  )
}

function NoCustomers({ filtered }: { filtered: boolean }) {
  const { t } = useTranslation()
  if (filtered) {
    return (
      <EmptyState icon={IconFilterOff} title={t('customers.none_title')} text={t('customers.none_text')}>
        <LinkButton to="/operations" search={keepScope}>
          {t('filter.reset')}
        </LinkButton>
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={IconActivityHeartbeat} title={t('operations.empty_title')} text={t('operations.empty_text')}>
      <LinkButton to="/connections" search={keepScope} variant="filled">
        {t('nav.connections')}
      </LinkButton>
    </EmptyState>
  )
}
