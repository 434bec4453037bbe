import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CalendarSummary } from '../../api/calendar'
import { ClearFilters } from '../../components/ui/clear-filters'
import { FilterMenu } from '../../components/ui/filter-menu'
import { Toolbar } from '../../components/ui/page'
import { families } from '../../lib/families'
import { useLocale } from '../../lib/locale'
import { drop } from '../../lib/url-state'
import { type CalendarSearch, spans, states } from './calendar-search'

const route = getRouteApi('/calendar')

/** Filters by state and product group, in the list also by day or how far ahead. */
export function CalendarToolbar({ summary, children }: { summary?: CalendarSummary; children?: ReactNode }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const set = (change: Partial<CalendarSearch>) =>
    void navigate({ search: (prev) => drop({ ...prev, ...change }), replace: true })
  const count = (state: string) => f.int(summary?.states.find((each) => each.state === state)?.count ?? 0)
  return (
    <Toolbar label={t('calendar.toolbar')} aside={children}>
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
        label={t('column.state')}
        value={search.state}
        choices={states.map((value) => ({ value, label: `${t(`decision.${value}`)} (${count(value)})` }))}
        onChange={(state) => set({ state })}
      />
      <FilterMenu
        label={t('column.family')}
        value={search.family === 'all' ? undefined : search.family}
        choices={families.filter((v) => v !== 'all').map((value) => ({ value, label: t(`family.${value}`) }))}
        onChange={(family) => set({ family })}
      />
      {search.unclear && (
        <FilterMenu
          label={t('calendar.last_moment')}
          value="unclear"
          choices={[{ value: 'unclear', label: t('calendar.unclear') }]}
          onChange={(chosen) => set({ unclear: chosen ? true : undefined })}
        />
      )}
      {(search.state ?? search.family ?? search.day ?? search.unclear) && (
        <ClearFilters
          onClick={() => set({ state: undefined, family: undefined, day: undefined, unclear: undefined })}
        />
      )}
    </Toolbar>
  )
}
