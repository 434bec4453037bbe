import { SegmentedControl } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ExportFilter } from '../../api/desktop'
import { calendarQueries } from '../../api/calendar'
import { dashboardQueries } from '../../api/dashboard'
import { ExportButton } from '../../components/export-button'
import { ErrorState } from '../../components/ui/error-state'
import { PageHeader } from '../../components/ui/page'
import { UnmatchedNote } from '../../components/ui/unmatched-note'
import { addDays } from '../../lib/format'
import { useLocale } from '../../lib/locale'
import { drop, keepScope, whose } from '../../lib/url-state'
import { type CalendarSearch, filterOf, keepFilters } from './calendar-search'
import classes from './calendar.module.css'
import { CalendarToolbar } from './calendar-toolbar'
import { CalendarTotals } from './calendar-totals'
import { DecisionList } from './decision-list'
import { MonthView } from './month-view'
import { daysOf } from './months'

const route = getRouteApi('/calendar')

function daysShown(search: CalendarSearch, month: string, today: string): { from: string; to: string } {
  if (search.view === 'month') return daysOf(month)
  if (search.day) return { from: search.day, to: search.day }
  return { from: today, to: addDays(today, search.span ?? 90) }
}

/** What becomes of which subscription, when, and until when that can be changed. */
export function CalendarPage() {
  const { today } = useLocale()
  return today === '' ? null : <Calendar today={today} /> // until the session tells the day
}

function Calendar({ today }: { today: string }) {
  const { t } = useTranslation()
  const search = route.useSearch()
  const { family, sort, desc } = search
  const month = search.month ?? today.slice(0, 7)
  const days = daysShown(search, month, today)
  const { states, ...narrowed } = filterOf(search)
  const filter = { family, ...whose(search), states, ...narrowed, ...days }
  const named = search.view === 'month' || undefined
  const summary = useQuery({ ...calendarQueries.summary({ ...filter, named }), placeholderData: keepPreviousData })
  const dashboard = useQuery(dashboardQueries.dashboard({ family, ...whose(search) }))
  return (
    <>
      <PageHeader
        title={t('nav.calendar')}
        count={<ViewSwitch view={search.view ?? 'list'} />}
        coverage={dashboard.data?.completeness}
        note={<UnmatchedNote count={dashboard.data?.unmatched ?? 0} family={family} />}
        actions={
          <ExportButton
            kind="calendar"
            family={family}
            list={{ ...days, sort, desc }}
            filter={{ ...narrowed, decisions: states } as ExportFilter}
            agenda
          />
        }
      />
      {search.view !== 'month' && <DecisionList filter={filter} summary={summary.data} />}
      {search.view === 'month' && (
        <>
          <CalendarToolbar summary={summary.data} columns={[]} />
          {summary.error && <ErrorState error={summary.error} onRetry={() => void summary.refetch()} />}
          {!summary.error && (
            <div className={classes.scroller}>
              {summary.data && <CalendarTotals summary={summary.data} />}
              <MonthView month={month} summary={summary.data} />
            </div>
          )}
        </>
      )}
    </>
  )
}

function ViewSwitch({ view }: { view: 'list' | 'month' }) {
  const { t } = useTranslation()
  const navigate = route.useNavigate()
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('calendar.view')}
      value={view}
      data={[
        { value: 'list', label: t('calendar.list') },
        { value: 'month', label: t('calendar.month') },
      ]}
      onChange={(value) =>
        void navigate({
          search: (prev) =>
            drop({
              ...keepScope(prev),
              ...keepFilters(prev),
              state: prev.state,
              except: prev.except,
              view: value === 'month' ? ('month' as const) : undefined,
            }),
        })
      }
    />
  )
}
