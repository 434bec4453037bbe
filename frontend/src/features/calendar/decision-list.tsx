import { IconCalendar, IconFilterOff } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type CalendarFilter, calendarQueries } from '../../api/calendar'
import { ColumnChooser } from '../../components/data-table/column-chooser'
import { DataTable } from '../../components/data-table/data-table'
import { FoldGroups } from '../../components/data-table/fold-groups'
import { TableFoot } from '../../components/data-table/table-foot'
import { useColumns } from '../../components/data-table/use-columns'
import { useCustomerGroups } from '../../components/data-table/use-customer-groups'
import { useWindowedList } from '../../components/data-table/use-windowed-list'
import { LineDrawer } from '../../components/row-drawer/line-drawer'
import { useOpenLine } from '../../components/row-drawer/use-open-line'
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
  const { sort, desc, state, day, unclear } = search
  const navigate = route.useNavigate()
  const sorted = { ...filter, sort, desc }
  const list = useWindowedList(JSON.stringify(sorted), (offset, limit) =>
    calendarQueries.page({ ...sorted, offset, limit }),
  )
  const columns = useColumns('calendar', useDecisionColumns())
  const grouping = useCustomerGroups(sort === 'customer', calendarQueries.groups(sorted))
  const line = useOpenLine(list, (id) => calendarQueries.page({ from: filter.from, to: filter.to, id, limit: 1 }))
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
        grouping={grouping}
        openId={line.id}
        onOpen={line.open}
        empty={<NoDecisions filtered={Object.keys(drop({ ...keepFilters(search), state, day, unclear })).length > 0} />}
      />
      <TableFoot list={list}>
        <FoldGroups grouping={grouping} />
      </TableFoot>
      <LineDrawer
        line={line}
        title={(row) => row.product}
        columns={columns.all}
        subscription={(row) => (row.access_kind ? null : row.id)}
      />
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
