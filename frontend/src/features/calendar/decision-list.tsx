import { IconCalendar } from '@tabler/icons-react'
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
import { keepScope } from '../../lib/url-state'
import { CalendarToolbar } from './calendar-toolbar'
import { CalendarTotals } from './calendar-totals'
import { useDecisionColumns } from './decision-columns'
import type { CalendarSummary } from '../../api/calendar'

const route = getRouteApi('/calendar')

/** What happens, the earliest in front. */
export function DecisionList({ filter, summary }: { filter: CalendarFilter; summary?: CalendarSummary }) {
  const { t } = useTranslation()
  const { family, open } = route.useSearch()
  const navigate = route.useNavigate()
  const list = useWindowedList(JSON.stringify(filter), (offset, limit) =>
    calendarQueries.page({ ...filter, offset, limit }),
  )
  const columns = useColumns('calendar', useDecisionColumns())
  return (
    <>
      <CalendarToolbar summary={summary}>
        <ColumnChooser columns={columns} />
      </CalendarToolbar>
      {summary && <CalendarTotals summary={summary} family={family} />}
      <DataTable
        label={t('nav.calendar')}
        columns={columns}
        list={list}
        onSort={() => undefined}
        openId={list.rows.find((row) => row.customer_id === open)?.id}
        onOpen={(row) =>
          void (row.customer_id === 0
            ? navigate({ to: '/connections', search: keepScope })
            : navigate({ search: (prev) => ({ ...prev, open: row.customer_id }) }))
        }
        empty={
          <EmptyState icon={IconCalendar} title={t('calendar.empty_title')} text={t('calendar.empty_text')}>
            <LinkButton to="/calendar" search={{ span: 365 }}>
              {t('calendar.show_year')}
            </LinkButton>
          </EmptyState>
        }
      />
      <TableFoot list={list} />
    </>
  )
}
