import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { poolQueries, type PoolRow } from '../../api/pools'
import { ColumnChooser } from '../../components/data-table/column-chooser'
import type { Column } from '../../components/data-table/columns'
import { DataTable } from '../../components/data-table/data-table'
import { FoldGroups } from '../../components/data-table/fold-groups'
import { TableFoot } from '../../components/data-table/table-foot'
import { useCustomerGroups } from '../../components/data-table/use-customer-groups'
import { useColumns } from '../../components/data-table/use-columns'
import { useWindowedList } from '../../components/data-table/use-windowed-list'
import { LineDrawer } from '../../components/row-drawer/line-drawer'
import { useOpenLine } from '../../components/row-drawer/use-open-line'
import { TypeRowButton } from '../../components/type-in/type-row-button'
import { Age } from '../../components/ui/age'
import { useLocale } from '../../lib/locale'
import { whose } from '../../lib/url-state'
import { LicencesToolbar } from './licences-toolbar'
import { poolFigures, poolFilter } from './licences-search'
import { NoLicences } from './subscriptions-view'
import { usePoolFields } from './use-licence-fields'

const route = getRouteApi('/licences')

/** The seats of each product a customer holds, over all its subscriptions: here one sees who has too many or too few. */
export function PoolsView() {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const filter = { ...poolFilter(search), family: search.family, ...whose(search) }
  const list = useWindowedList(JSON.stringify(filter), (offset, limit) =>
    poolQueries.page({ ...filter, offset, limit }),
  )
  const grouping = useCustomerGroups((search.sort ?? 'customer') === 'customer', poolQueries.groups(filter))
  const columns = useColumns('pools', usePoolColumns())
  const line = useOpenLine(list, (id) => poolQueries.page({ id, limit: 1 }))
  return (
    <>
      <LicencesToolbar
        figures={poolFigures}
        fields={usePoolFields()}
        columns={columns.all}
        searchLabel={t('licences.search_pools')}
      >
        <TypeRowButton kind="licence-pools" customer={search.customer} />
        <ColumnChooser columns={columns} />
      </LicencesToolbar>
      <DataTable
        label={t('licences.pools')}
        columns={columns}
        list={list}
        sort={search.sort ? { id: search.sort, desc: search.desc ?? false } : undefined}
        grouping={grouping}
        onSort={({ id, desc }) =>
          void navigate({ search: (prev) => ({ ...prev, sort: id, desc: desc || undefined }), replace: true })
        }
        openId={line.id}
        onOpen={line.open}
        empty={
          <NoLicences
            view="pools"
            filtered={Object.keys(search).some((name) => !['view', 'open', 'line', 'sort', 'desc'].includes(name))}
          />
        }
      />
      <TableFoot list={list}>
        <FoldGroups grouping={grouping} />
      </TableFoot>
      <LineDrawer line={line} title={(row) => row.product} columns={columns.all} />
    </>
  )
}

function usePoolColumns(): Column<PoolRow>[] {
  const { t } = useTranslation()
  const { f } = useLocale()
  return useMemo(() => {
    const words = (id: string, size: number, text: (row: PoolRow) => string, more?: Partial<Column<PoolRow>>) => ({
      id,
      header: t(`column.${id}`),
      size,
      cell: (row: PoolRow) => <span title={text(row)}>{text(row)}</span>,
      text,
      ...more,
    })
    const shown = (value: number | null | undefined) =>
      value === null || value === undefined ? t('value.unknown') : f.int(value)
    const count = (id: string, size: number, of: (row: PoolRow) => number | null | undefined) => ({
      id,
      header: t(`column.${id}`),
      short: t(`short.${id}`),
      size,
      numeric: true,
      test: 'number' as const,
      cell: (row: PoolRow) => {
        const value = of(row)
        return typeof value === 'number' ? shown(value) : <span style={{ color: 'var(--ink-3)' }}>{shown(value)}</span>
      },
      text: (row: PoolRow) => shown(of(row)),
    })
    return [
      words('customer', 210, (row) => row.customer, { grow: true, fixed: true, test: 'text' }),
      words('product', 250, (row) => row.product, { test: 'text' }),
      words('vendor', 110, (row) => t(`vendor_short.${row.vendor}`)),
      words('family', 130, (row) => t(`family.${row.family || 'other'}`)),
      count('bought', 84, (row) => row.bought),
      count('assigned', 96, (row) => row.assigned),
      count('used', 92, (row) => row.used),
      count('available_seats', 92, (row) => row.available_seats),
      count('over_seats', 72, (row) => row.over_seats),
      {
        ...words('ratio', 108, (row) => (row.ratio === null ? '' : f.percent(row.ratio))),
        numeric: true,
        test: 'share',
      },
      {
        short: t('short.median_ratio'),
        ...words('median_ratio', 84, (row) => (row.median_ratio === null ? '' : f.percent(row.median_ratio))),
        numeric: true,
      },
      { ...count('shared_by', 104, (row) => row.shared_by), hidden: true },
      words('pool_name', 150, (row) => row.pool_name ?? '', { hidden: true, test: 'text' }),
      words('sku', 150, (row) => row.sku ?? '', { hidden: true, test: 'text' }),
      words('connection', 150, (row) => row.connection, { hidden: true, test: 'text' }),
      words('excluded', 170, (row) => (row.excluded ? t(`exclusion.${row.excluded}`) : '')),
      {
        id: 'synced_at',
        header: t('column.synced_at'),
        short: t('short.synced_at'),
        size: 140,
        test: 'day',
        cell: (row) => row.synced_at && <Age at={row.synced_at} />,
        text: (row) => (row.synced_at ? f.dateTime(row.synced_at) : ''),
      },
    ]
  }, [t, f])
}
