import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Kpis } from '../../api/dashboard'
import { type FilterField, type TestedColumn, ValueFilters } from '../../components/filters/value-filters'
import { Toolbar } from '../../components/ui/page'
import { ProductSwitch } from '../../components/ui/product-switch'
import { SearchBox } from '../../components/ui/search-box'
import { ViewsMenu } from '../../components/views/views-menu'
import { drop } from '../../lib/url-state'
import { licencesSearch, type SectionValues } from './licences-search'

const route = getRouteApi('/licences')

interface Props {
  kpis?: Kpis
  columns: readonly TestedColumn[]
  /** The filters that take several values; left out: none. */
  fields?: FilterField<SectionValues>[]
  children: ReactNode
}

/** The product switch, which figures and rows follow, and the search and column tests, which only rows follow. */
export function ViewToolbar({ kpis, columns, fields = [], children }: Props) {
  const { t } = useTranslation()
  const search = route.useSearch()
  const { family = 'all' } = search
  const navigate = route.useNavigate()
  return (
    <Toolbar
      label={t('licences.toolbar')}
      aside={
        <>
          <SearchBox
            label={t('licences.search')}
            value={search.search ?? ''}
            onSearch={(text) =>
              void navigate({ search: (prev) => drop({ ...prev, search: text || undefined }), replace: true })
            }
          />
          <ViewsMenu page="licences" search={search} validate={licencesSearch} />
          {children}
        </>
      }
    >
      <ProductSwitch kpis={kpis} family={family} to="/licences" />
      <ValueFilters
        fields={fields}
        always={[]}
        columns={columns}
        search={search}
        onChange={(change) => void navigate({ search: (prev) => drop({ ...prev, ...change }), replace: true })}
      />
    </Toolbar>
  )
}
