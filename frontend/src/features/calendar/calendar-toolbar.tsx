import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CalendarSummary, Decision } from '../../api/calendar'
import type { Column } from '../../components/data-table/columns'
import { type FilterField, ValueFilters, words } from '../../components/filters/value-filters'
import { ClearFilters } from '../../components/ui/clear-filters'
import { FilterMenu } from '../../components/ui/filter-menu'
import { Toolbar } from '../../components/ui/page'
import { SearchBox } from '../../components/ui/search-box'
import { families } from '../../lib/families'
import { useLocale } from '../../lib/locale'
import { ViewsMenu } from '../../components/views/views-menu'
import { drop } from '../../lib/url-state'
import { vendors } from '../../lib/vendors'
import { type CalendarSearch, calendarSearch, spans, states } from './calendar-search'

const route = getRouteApi('/calendar')

type Values = 'state' | 'vendor'
const always: Values[] = ['state', 'vendor']

interface Props {
  summary?: CalendarSummary
  columns: Column<Decision>[]
  children?: ReactNode
}

/** Searches, and filters by state, product group and vendor, in the list also by day or how far ahead. */
export function CalendarToolbar({ summary, columns, children }: Props) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const set = (change: Partial<CalendarSearch>) =>
    void navigate({ search: (prev) => drop({ ...prev, ...change }), replace: true })
  const count = (state: string) => f.int(summary?.states.find((each) => each.state === state)?.count ?? 0)
  const fields: FilterField<Values>[] = [
    {
      id: 'state',
      label: t('column.state'),
      choices: states.map((value) => ({ value, label: t(`decision.${value}`), note: count(value) })),
    },
    { id: 'vendor', label: t('column.vendor'), choices: words(vendors, (value) => t(`vendor.${value}`)) },
  ]
  return (
    <Toolbar
      label={t('calendar.toolbar')}
      aside={
        <>
          <ViewsMenu page="calendar" search={search} validate={calendarSearch} />
          {children}
        </>
      }
    >
      <SearchBox
        label={t('licences.search')}
        value={search.search ?? ''}
        onSearch={(text) => set({ search: text || undefined })}
      />
      {search.view !== 'month' && (
        <FilterMenu
          label={t('calendar.span')}
          value={search.day ? undefined : String(search.span ?? 90)}
          choices={spans.map((span) => ({ value: String(span), label: t('calendar.days', { count: span }) }))}
          onChange={(chosen) => set({ span: spans.find((span) => String(span) === chosen), day: undefined })}
        />
      )}
      {search.view !== 'month' && search.day && (
        <FilterMenu
          label={t('column.day')}
          value={search.day}
          choices={[{ value: search.day, label: f.date(search.day) }]}
          onChange={(day) => set({ day })}
        />
      )}
      <FilterMenu
        label={t('column.family')}
        value={search.family === 'all' ? undefined : search.family}
        choices={families.filter((v) => v !== 'all').map((value) => ({ value, label: t(`family.${value}`) }))}
        onChange={(family) => set({ family })}
      />
      <ValueFilters fields={fields} always={always} columns={columns} search={search} onChange={set} />
      {search.unclear && (
        <FilterMenu
          label={t('calendar.last_moment')}
          value="unclear"
          choices={[{ value: 'unclear', label: t('calendar.unclear') }]}
          onChange={(chosen) => set({ unclear: chosen ? true : undefined })}
        />
      )}
      {(search.state ??
        search.day ??
        search.unclear ??
        search.family ??
        search.vendor ??
        search.search ??
        search.where) && (
        <ClearFilters
          onClick={() =>
            set({
              state: undefined,
              day: undefined,
              unclear: undefined,
              family: undefined,
              vendor: undefined,
              search: undefined,
              where: undefined,
              except: undefined,
            })
          }
        />
      )}
    </Toolbar>
  )
}
