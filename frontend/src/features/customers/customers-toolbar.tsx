import { Switch } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomerRow } from '../../api/customers'
import type { Column } from '../../components/data-table/columns'
import { ValueFilters } from '../../components/filters/value-filters'
import { ClearFilters } from '../../components/ui/clear-filters'
import { FilterMenu } from '../../components/ui/filter-menu'
import { LinkButton } from '../../components/ui/link-button'
import { Toolbar } from '../../components/ui/page'
import { SearchBox } from '../../components/ui/search-box'
import { drop, keepScope } from '../../lib/url-state'
import { type CustomersSearch, figures, isFiltered, type ListFilter } from './customers-search'
import { useCustomerFields } from './use-customer-fields'

const route = getRouteApi('/customers')

/** The figures whose licences have a view of their own. */
const sections = ['added', 'expiring', 'renewing', 'open', 'low', 'over'] as const

/** In sight even where they are not set. */
const always: ListFilter[] = ['statuses', 'products', 'vendors']

export function CustomersToolbar({ columns, children }: { columns: Column<CustomerRow>[]; children: ReactNode }) {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const fields = useCustomerFields()
  const set = (change: Partial<CustomersSearch>) =>
    void navigate({ search: (prev) => drop({ ...prev, ...change }), replace: true })
  const section = sections.find((each) => each === search.figure)
  return (
    <Toolbar label={t('customers.toolbar')} aside={children}>
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
      {section && (
        <LinkButton
          to="/licences"
          search={(prev) => drop({ ...keepScope(prev), view: section, family: search.family })}
        >
          {t('customers.licences')}
        </LinkButton>
      )}
      {search.family && search.family !== 'all' && (
        <FilterMenu
          label={t('column.family')}
          value={search.family}
          choices={[{ value: search.family, label: t(`family.${search.family}`) }]}
          onChange={() => set({ family: undefined })}
        />
      )}
      <ValueFilters fields={fields} always={always} columns={columns} search={search} onChange={set} />
      <Switch
        size="xs"
        label={t('customers.gone')}
        checked={search.gone ?? false}
        onChange={(event) => set({ gone: event.currentTarget.checked || undefined })}
      />
      {isFiltered(search) && (
        <ClearFilters
          onClick={() =>
            void navigate({
              search: (prev) => drop({ ...keepScope(prev), sort: prev.sort, desc: prev.desc, gone: prev.gone }),
              replace: true,
            })
          }
        />
      )}
    </Toolbar>
  )
}
