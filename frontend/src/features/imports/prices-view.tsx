import { IconFilterOff, IconTag } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { importQueries } from '../../api/imports'
import { ColumnChooser } from '../../components/data-table/column-chooser'
import { DataTable } from '../../components/data-table/data-table'
import { TableFoot } from '../../components/data-table/table-foot'
import { useColumns } from '../../components/data-table/use-columns'
import { useWindowedList } from '../../components/data-table/use-windowed-list'
import { LineDrawer } from '../../components/row-drawer/line-drawer'
import { useOpenLine } from '../../components/row-drawer/use-open-line'
import { ClearFilters } from '../../components/ui/clear-filters'
import { EmptyState } from '../../components/ui/empty-state'
import { FilterMenu } from '../../components/ui/filter-menu'
import { Toolbar } from '../../components/ui/page'
import { SearchBox } from '../../components/ui/search-box'
import { ViewsMenu } from '../../components/views/views-menu'
import { drop } from '../../lib/url-state'
import { vendors } from '../../lib/vendors'
import { type ImportsSearch, importsSearch } from './imports-search'
import { usePriceColumns } from './price-columns'

const route = getRouteApi('/imports')

/** What price lists say products cost us and customers, from which day on, and from which file that came. */
export function PricesView() {
  const { t } = useTranslation()
  const shown = route.useSearch()
  const { search, vendor, sort, desc } = shown
  const navigate = route.useNavigate()
  const set = (change: Partial<ImportsSearch>) =>
    void navigate({ search: (prev) => drop({ ...prev, ...change }), replace: true })
  const filter = { search, vendor, sort, desc }
  const list = useWindowedList(JSON.stringify(filter), (offset, limit) =>
    importQueries.prices({ ...filter, offset, limit }),
  )
  const columns = useColumns('prices', usePriceColumns())
  const line = useOpenLine(list, (id) => importQueries.prices({ id, limit: 1 }))
  const filtered = search ?? vendor
  return (
    <>
      <Toolbar
        label={t('imports.toolbar')}
        aside={
          <>
            <ViewsMenu page="imports" search={shown} validate={importsSearch} />
            <ColumnChooser columns={columns} />
          </>
        }
      >
        <SearchBox
          label={t('imports.search_prices')}
          value={search ?? ''}
          onSearch={(text) => set({ search: text || undefined })}
        />
        <FilterMenu
          label={t('column.vendor')}
          value={vendor}
          choices={vendors.map((value) => ({ value, label: t(`vendor.${value}`) }))}
          onChange={(value) => set({ vendor: value })}
        />
        {filtered && <ClearFilters onClick={() => set({ search: undefined, vendor: undefined })} />}
      </Toolbar>
      <DataTable
        label={t('imports.prices')}
        columns={columns}
        list={list}
        sort={sort ? { id: sort, desc: desc ?? false } : undefined}
        onSort={(chosen) => set({ sort: chosen.id, desc: chosen.desc || undefined })}
        openId={line.id}
        onOpen={line.open}
        empty={
          filtered ? (
            <EmptyState icon={IconFilterOff} title={t('imports.no_match_title')} text={t('imports.no_match_text')} />
          ) : (
            <EmptyState icon={IconTag} title={t('imports.no_prices_title')} text={t('imports.no_prices_text')} />
          )
        }
      />
      <TableFoot list={list} />
      <LineDrawer line={line} title={(row) => row.product || (row.sku ?? '')} columns={columns.all} source="import" />
    </>
  )
}
