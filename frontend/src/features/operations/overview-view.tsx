import { SegmentedControl, Select } from '@mantine/core'
import { IconActivityHeartbeat, IconFilterOff, IconLayoutGrid, IconTable } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { operationsQueries, type OperationsSummary } from '../../api/operations'
import { ColumnChooser } from '../../components/data-table/column-chooser'
import { DataTable } from '../../components/data-table/data-table'
import { TableFoot } from '../../components/data-table/table-foot'
import { useColumns } from '../../components/data-table/use-columns'
import { useWindowedList } from '../../components/data-table/use-windowed-list'
import { ClearFilters } from '../../components/ui/clear-filters'
import { EmptyState } from '../../components/ui/empty-state'
import { FilterMenu } from '../../components/ui/filter-menu'
import { LinkButton } from '../../components/ui/link-button'
import { Toolbar } from '../../components/ui/page'
import { SearchBox } from '../../components/ui/search-box'
import { drop } from '../../lib/url-state'
import { figures, type OperationsSearch } from './operations-search'
import { OverviewCards } from './overview-cards'
import { useOverviewColumns } from './overview-columns'
import { sortOf } from './row-filter'
import { SummaryTiles } from './summary-tiles'
import { WithinMenu } from './within-menu'

const route = getRouteApi('/operations')

/** All customers with how their services do, as a table or as cards. */
export function OverviewView({ summary }: { summary: UseQueryResult<OperationsSummary> }) {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { jobs_within, requests_within } = search
  const sort = sortOf(search)
  const filter = {
    customer_id: search.customer,
    search: search.search,
    figure: search.figure,
    jobs_within,
    requests_within,
    sort: sort.id,
    desc: sort.desc || undefined,
  }
  const list = useWindowedList(JSON.stringify(filter), (offset, limit) =>
    operationsQueries.page({ ...filter, offset, limit }),
  )
  const columns = useColumns('operations', useOverviewColumns({ jobs_within, requests_within }))
  const open = (row: { id: number }) => void navigate({ search: (prev) => ({ ...prev, open: row.id }) })
  const filtered = search.search !== undefined || search.figure !== undefined || search.customer !== undefined
  const empty = <NoCustomers filtered={filtered} />
  return (
    <>
      <SummaryTiles summary={summary} within={{ jobs_within, requests_within }} />
      <OverviewToolbar>
        {search.cards ? <CardOrder /> : <ColumnChooser columns={columns} />}
        <Layout />
      </OverviewToolbar>
      {search.cards ? (
        <OverviewCards list={list} within={{ jobs_within, requests_within }} onOpen={open} empty={empty} />
      ) : (
        <DataTable
          label={t('operations.customers')}
          columns={columns}
          list={list}
          sort={sort}
          onSort={({ id, desc }) =>
            void navigate({ search: (prev) => ({ ...prev, sort: id, desc: desc || undefined }), replace: true })
          }
          onOpen={open}
          openId={search.open}
          empty={empty}
        />
      )}
      <TableFoot list={list} />
    </>
  )
}

function OverviewToolbar({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const set = (change: Partial<OperationsSearch>) =>
    void navigate({ search: (prev) => drop({ ...prev, ...change }), replace: true })
  const filtered = search.search ?? search.figure ?? search.jobs_within ?? search.requests_within
  return (
    <Toolbar label={t('operations.toolbar')} aside={children}>
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
      {filtered && (
        <ClearFilters
          onClick={() =>
            set({ search: undefined, figure: undefined, jobs_within: undefined, requests_within: undefined })
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

function Layout() {
  const { t } = useTranslation()
  const { cards } = route.useSearch()
  const navigate = route.useNavigate()
  const label = (Icon: typeof IconTable, text: string) => (
    <span style={{ display: 'grid', placeItems: 'center', height: 18 }} title={text}>
      <Icon size={15} aria-hidden />
      <span className="visually-hidden">{text}</span>
    </span>
  )
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('operations.layout')}
      value={cards ? 'cards' : 'table'}
      data={[
        { value: 'table', label: label(IconTable, t('operations.as_table')) },
        { value: 'cards', label: label(IconLayoutGrid, t('operations.as_cards')) },
      ]}
      onChange={(value) =>
        void navigate({
          search: (prev) => drop({ ...prev, cards: value === 'cards' ? (true as const) : undefined }),
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
        <LinkButton to="/operations" search={{}}>
          {t('filter.reset')}
        </LinkButton>
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={IconActivityHeartbeat} title={t('operations.empty_title')} text={t('operations.empty_text')}>
      <LinkButton to="/connections" search={{}} variant="filled">
        {t('nav.connections')}
      </LinkButton>
    </EmptyState>
  )
}
