import { Switch } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type FilterField, type TestedColumn, ValueFilters } from '../../components/filters/value-filters'
import { ClearFilters } from '../../components/ui/clear-filters'
import { FilterMenu } from '../../components/ui/filter-menu'
import { Toolbar } from '../../components/ui/page'
import { SearchBox } from '../../components/ui/search-box'
import { families } from '../../lib/families'
import { ViewsMenu } from '../../components/views/views-menu'
import { drop, keepScope } from '../../lib/url-state'
import { type LicencesSearch, licencesSearch, type PoolValues, type SubscriptionValues } from './licences-search'

const route = getRouteApi('/licences')

type ListValues = SubscriptionValues | PoolValues

interface Props {
  figures: readonly NonNullable<LicencesSearch['figure']>[]
  /** The filters that take several values. */
  fields: FilterField<ListValues>[]
  columns: readonly TestedColumn[]
  searchLabel: string
  /** Offers to show what the vendor lists no longer. */
  withGone?: boolean
  /** What stands at the right. */
  children: ReactNode
}

/** In sight even where they are not set. */
const always: ListValues[] = ['states', 'vendors']

export function LicencesToolbar({ figures, fields, columns, searchLabel, withGone, children }: Props) {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const set = (change: Partial<LicencesSearch>) =>
    void navigate({ search: (prev) => drop({ ...prev, ...change }), replace: true })
  const filtered =
    search.figure ?? search.family ?? search.search ?? search.where ?? fields.find(({ id }) => search[id])
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
      <ValueFilters fields={fields} always={always} columns={columns} search={search} onChange={set} />
      {withGone && (
        <Switch
          size="xs"
          label={t('customers.gone')}
          checked={search.gone ?? false}
          onChange={(event) => set({ gone: event.currentTarget.checked || undefined })}
        />
      )}
      {filtered && (
        <ClearFilters
          onClick={() =>
            void navigate({
              search: ({ view, sort, desc, gone, ...prev }) => drop({ ...keepScope(prev), view, sort, desc, gone }),
              replace: true,
            })
          }
        />
      )}
    </Toolbar>
  )
}
