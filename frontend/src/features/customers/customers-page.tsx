import { IconBuilding, IconFilterOff, IconPlugConnected } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../../components/ui/link-button'
import { customerQueries } from '../../api/customers'
import type { ExportFilter } from '../../api/desktop'
import { dashboardQueries } from '../../api/dashboard'
import { ColumnChooser } from '../../components/data-table/column-chooser'
import { DataTable } from '../../components/data-table/data-table'
import { useColumns } from '../../components/data-table/use-columns'
import { useSelection } from '../../components/data-table/use-selection'
import { useWindowedList } from '../../components/data-table/use-windowed-list'
import { ExportButton } from '../../components/export-button'
import { EmptyState } from '../../components/ui/empty-state'
import { ViewsMenu } from '../../components/views/views-menu'
import { PageHeader } from '../../components/ui/page'
import { TableFoot } from '../../components/data-table/table-foot'
import { useLocale } from '../../lib/locale'
import { isScoped, keepScope, whose } from '../../lib/url-state'
import { useCustomerColumns } from './customer-columns'
import { CustomersToolbar } from './customers-toolbar'
import { type CustomersSearch, customersSearch, filterOf, isFiltered } from './customers-search'
import { TagsMenu } from './tags-menu'

const route = getRouteApi('/customers')

export function CustomersPage() {
  const { t } = useTranslation()
  const { f } = useLocale()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const filter = filterOf(search)
  const list = useWindowedList(JSON.stringify(filter), (offset, limit) =>
    customerQueries.page({ ...filter, offset, limit }),
  )
  const selection = useSelection({ key: list.key, idAt: (index) => list.rows[list.places.get(index) ?? -1]?.id })
  const columns = useColumns('customers', useCustomerColumns())
  const dashboard = useQuery(dashboardQueries.dashboard({ family: search.family, ...whose(search) }))
  const unmatched = dashboard.data?.unmatched ?? 0
  const { customer_id: _customer, tag: _tag, family, gone, sort, desc, ...exported } = filter
  return (
    <>
      <PageHeader
        title={t('nav.customers')}
        count={list.status === 'ready' ? f.int(list.total) : undefined}
        coverage={dashboard.data?.completeness}
        actions={
          <>
            <LinkButton to="/customers/matching" search={keepScope}>
              {unmatched > 0 ? t('match.badge', { count: unmatched, number: f.int(unmatched) }) : t('match.title')}
            </LinkButton>
            <ExportButton
              kind="customers"
              family={family}
              list={{ gone, sort, desc }}
              filter={exported as ExportFilter}
            />
          </>
        }
      />
      <CustomersToolbar columns={columns.all}>
        <ViewsMenu page="customers" search={search} validate={customersSearch} />
        <TagsMenu search={search} selected={[...selection.ids]} />
        <ColumnChooser columns={columns} />
      </CustomersToolbar>
      <DataTable
        customerOf={(row) => row.id}
        label={t('nav.customers')}
        columns={columns}
        list={list}
        selection={selection}
        sort={search.sort && { id: search.sort, desc: search.desc ?? false }}
        onSort={({ id, desc }) =>
          void navigate({
            search: (prev) => ({ ...prev, sort: id as CustomersSearch['sort'], desc: desc || undefined }),
            replace: true,
          })
        }
        onOpen={(row) => void navigate({ search: (prev) => ({ ...prev, open: row.id }) })}
        openId={search.open}
        empty={<NoCustomers filtered={isFiltered(search) || search.gone || isScoped(search)} />}
      />
      <TableFoot list={list} selection={selection} />
    </>
  )
}

function NoCustomers({ filtered }: { filtered: boolean }) {
  const { t } = useTranslation()
  if (filtered) {
    return (
      <EmptyState icon={IconFilterOff} title={t('customers.none_title')} text={t('customers.none_text')}>
        <LinkButton to="/customers" search={keepScope}>
          {t('filter.reset')}
        </LinkButton>
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={IconBuilding} title={t('customers.empty_title')} text={t('customers.empty_text')}>
      <LinkButton
        to="/connections"
        search={keepScope}
        variant="filled"
        leftSection={<IconPlugConnected size={15} aria-hidden />}
      >
        {t('nav.connections')}
      </LinkButton>
    </EmptyState>
  )
}
