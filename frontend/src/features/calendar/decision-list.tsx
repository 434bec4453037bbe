import { IconCalendar, IconFilterOff } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type CalendarFilter, calendarQueries } from '../../api/calendar'
import { ColumnChooser } from '../../components/data-table/column-chooser'
import { DataTable } from '../../components/data-table/data-table'
import { TableFoot } from '../../components/data-table/table-foot'
import { useColumns } from '../../components/data-table/use-columns'
import { useWindowedList } from '../../components/data-table/use-windowed-list'
import { EmptyState } from '../../components/ui/empty-state'
import { LinkButton } from '../../components/ui/link-button'
import { drop, keepScope } from '../../lib/url-state'
import { keepFilters } from './calendar-search'
import { CalendarToolbar } from './calendar-toolbar'
import { CalendarTotals } from './calendar-totals'
import { useDecisionColumns } from './decision-columns'
import type { CalendarSummary } from '../../api/calendar'

const route = getRouteApi('/calendar')

/** What happens, the earliest in front. */
export function DecisionList({ filter, summary }: { filter: CalendarFilter; summary?: CalendarSummary }) {
  const { t } = useTranslation()
  const search = route.useSearch()
  const { open, sort, desc, state, day, unclear } = search
  const navigate = route.useNavigate()
  const sorted = { ...filter, sort, desc }
  const list = useWindowedList(JSON.stringify(sorted), (offset, limit) =>
    calendarQueries.page({ ...sorted, offset, limit }),
  )
  const columns = useColumns('calendar', useDecisionColumns())
  return (
    <>
      <CalendarToolbar summary={summary} columns={columns.all}>
        <ColumnChooser columns={columns} />
      </CalendarToolbar>
      {summary && <CalendarTotals summary={summary} />}
      <DataTable
        label={t('nav.calendar')}
        columns={columns}
        list={list}
        sort={{ id: sort ?? 'day', desc: desc ?? false }}
        onSort={(to) =>
          void navigate({ search: (prev) => ({ ...prev, sort: to.id, desc: to.desc || undefined }), replace: true })
        }
        openId={list.rows.find((row) => row.customer_id === open)?.id}
        onOpen={(row) =>
          void (row.customer_id === 0
            ? navigate({ to: '/connections', search: keepScope })
            : navigate({ search: (prev) => ({ ...prev, open: row.customer_id }) }))
        }
        empty={<NoDecisions filtered={Object.keys(drop({ ...keepFilters(search), state, day, unclear })).length > 0} />}
      />
      <TableFoot list={list} />
    </>
  )
}

function NoDecisions({ filtered }: { filtered: boolean }) {
  const { t } = useTranslation()
  if (filtered) {
    return (
      <EmptyState icon={IconFilterOff} title={t('licences.none_title')} text={t('licences.none_text')}>
        <LinkButton to="/calendar" search={keepScope}>
          {t('filter.reset')}
        </LinkButton>
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={IconCalendar} title={t('calendar.empty_title')} text={t('calendar.empty_text')}>
      <LinkButton to="/calendar" search={(prev) => ({ ...keepScope(prev), span: 365 })}>
        {t('calendar.show_year')}
      </LinkButton>
    </EmptyState>
  )
}
