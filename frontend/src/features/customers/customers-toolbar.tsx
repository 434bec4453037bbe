import { Select, Switch } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomerRow } from '../../api/customers'
import { ColumnChooser } from '../../components/data-table/column-chooser'
import type { Columns } from '../../components/data-table/use-columns'
import { ClearFilters } from '../../components/ui/clear-filters'
import { FilterMenu } from '../../components/ui/filter-menu'
import { Toolbar } from '../../components/ui/page'
import { SearchBox } from '../../components/ui/search-box'
import { countries } from '../../lib/countries'
import { families } from '../../lib/families'
import { vendors } from '../../lib/vendors'
import { useLocale } from '../../lib/locale'
import { drop } from '../../lib/url-state'
import { type CustomersSearch, figures, statuses } from './customers-search'

const route = getRouteApi('/customers')

export function CustomersToolbar({ columns }: { columns: Columns<CustomerRow> }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const countryChoices = useMemo(() => countries(f.locale), [f.locale])
  const set = (change: Partial<CustomersSearch>) =>
    void navigate({ search: (prev) => drop({ ...prev, ...change }), replace: true })
  const filtered = search.figure ?? search.family ?? search.vendor ?? search.status ?? search.country ?? search.search
  return (
    <Toolbar label={t('customers.toolbar')} aside={<ColumnChooser columns={columns} />}>
      <SearchBox
        label={t('customers.search')}
        value={search.search ?? ''}
        onSearch={(text) => set({ search: text || undefined })}
      />
      <FilterMenu
        label={t('filter.figure')}
        value={search.figure}
        choices={figures.map((value) => ({ value, label: t(`figure.${value}.name`) }))}
        onChange={(figure) => set({ figure })}
      />
      <FilterMenu
        label={t('column.status')}
        value={search.status}
        choices={statuses.map((value) => ({ value, label: t(`status.customer.${value}`) }))}
        onChange={(status) => set({ status })}
      />
      <FilterMenu
        label={t('column.family')}
        value={search.family === 'all' ? undefined : search.family}
        choices={families.filter((v) => v !== 'all').map((value) => ({ value, label: t(`family.${value}`) }))}
        onChange={(family) => set({ family })}
      />
      <FilterMenu
        label={t('column.vendor')}
        value={search.vendor}
        choices={vendors.map((value) => ({ value, label: t(`vendor.${value}`) }))}
        onChange={(vendor) => set({ vendor })}
      />
      <Select
        size="xs"
        w={120}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('filter.remove', { filter: t('column.country') }) }}
        aria-label={t('column.country')}
        placeholder={t('column.country')}
        data={countryChoices}
        value={search.country ?? null}
        onChange={(country) => set({ country: country ?? undefined })}
        nothingFoundMessage={t('scope.nothing')}
      />
      <Switch
        size="xs"
        label={t('customers.gone')}
        checked={search.gone ?? false}
        onChange={(event) => set({ gone: event.currentTarget.checked || undefined })}
      />
      {filtered && (
        <ClearFilters
          onClick={() =>
            set({
              figure: undefined,
              family: undefined,
              vendor: undefined,
              status: undefined,
              country: undefined,
              search: undefined,
            })
          }
        />
      )}
    </Toolbar>
  )
}
