import { Switch } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ClearFilters } from '../../components/ui/clear-filters'
import { FilterMenu } from '../../components/ui/filter-menu'
import { Toolbar } from '../../components/ui/page'
import { SearchBox } from '../../components/ui/search-box'
import { families } from '../../lib/families'
import { vendors } from '../../lib/vendors'
import { ViewsMenu } from '../../components/views/views-menu'
import { drop } from '../../lib/url-state'
import { type LicencesSearch, licencesSearch } from './licences-search'

const route = getRouteApi('/licences')

interface Props {
  figures: readonly NonNullable<LicencesSearch['figure']>[]
  searchLabel: string
  /** Offers the filters that only subscriptions have. */
  withVendor?: boolean
  /** What stands at the right. */
  children: ReactNode
}

export function LicencesToolbar({ figures, searchLabel, withVendor, children }: Props) {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const set = (change: Partial<LicencesSearch>) =>
    void navigate({ search: (prev) => drop({ ...prev, ...change }), replace: true })
  const filtered = search.figure ?? search.family ?? search.vendor ?? search.search
  return (
    <Toolbar
      label={t('licences.toolbar')}
      aside={
        <>
          <ViewsMenu page="licences" search={search} validate={licencesSearch} />
          {children}
        </>
      }
    >
      <SearchBox
        label={searchLabel}
        value={search.search ?? ''}
        onSearch={(text) => set({ search: text || undefined })}
      />
      <FilterMenu
        label={t('filter.figure')}
        value={figures.find((figure) => figure === search.figure)}
        choices={figures.map((value) => ({ value, label: t(`figure.${value}.name`) }))}
        onChange={(figure) => set({ figure })}
      />
      <FilterMenu
        label={t('column.family')}
        value={search.family === 'all' ? undefined : search.family}
        choices={families.filter((v) => v !== 'all').map((value) => ({ value, label: t(`family.${value}`) }))}
        onChange={(family) => set({ family })}
      />
      {withVendor && (
        <>
          <FilterMenu
            label={t('column.vendor')}
            value={search.vendor}
            choices={vendors.map((value) => ({ value, label: t(`vendor.${value}`) }))}
            onChange={(vendor) => set({ vendor })}
          />
          <Switch
            size="xs"
            label={t('customers.gone')}
            checked={search.gone ?? false}
            onChange={(event) => set({ gone: event.currentTarget.checked || undefined })}
          />
        </>
      )}
      {filtered && (
        <ClearFilters
          onClick={() => set({ figure: undefined, family: undefined, vendor: undefined, search: undefined })}
        />
      )}
    </Toolbar>
  )
}
