import { SegmentedControl } from '@mantine/core'
import { IconCircleCheck, IconFilterOff } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OperationsSummary } from '../../api/operations'
import { rowQueries, type StoredRow } from '../../api/rows'
import { ColumnChooser } from '../../components/data-table/column-chooser'
import { DataTable } from '../../components/data-table/data-table'
import { TableFoot } from '../../components/data-table/table-foot'
import { useColumns } from '../../components/data-table/use-columns'
import { useWindowedList } from '../../components/data-table/use-windowed-list'
import { KindDrawer } from '../../components/kinds/kind-drawer'
import { TypeRowButton } from '../../components/type-in/type-row-button'
import { EmptyState } from '../../components/ui/empty-state'
import { LinkButton } from '../../components/ui/link-button'
import { drop, keepScope } from '../../lib/url-state'
import { openings, type OperationsSearch, type View } from './operations-search'
import { JobHistory } from './job-history'
import { filterOf, kinds } from './row-filter'
import { useRowColumns } from './row-columns'
import { RowsToolbar } from './rows-toolbar'

const route = getRouteApi('/operations')

/** The columns of storage that no vendor fills at a level; what files say there stands in the list of their customer. */
const alike = { service: ['module'], module: [], live: ['module', 'protected', 'purchased', 'objects'] }
const none: string[] = []

/** The rows of one kind, over the customers in scope. */
export function RowsView({ view, summary }: { view: View; summary?: OperationsSummary }) {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [opened, setOpened] = useState<StoredRow>()
  const kind = kinds[view]
  const filter = filterOf(view, search)
  const list = useWindowedList(JSON.stringify({ kind, filter }), (offset, limit) =>
    rowQueries.page(kind, { ...filter, offset, limit }),
  )
  const columns = useColumns(
    `operations-${kind}`,
    useRowColumns(kind, view === 'storage' ? alike[search.level ?? 'service'] : none),
  )
  return (
    <>
      {view === 'jobs' && <JobHistory />}
      <RowsToolbar view={view} summary={summary} columns={columns.all}>
        {['health', 'issues', 'history'].includes(view) && <HealthSwitch view={view} />}
        {view === 'requests' && <TypeRowButton kind="service-requests" customer={search.customer} />}
        <ColumnChooser columns={columns} />
      </RowsToolbar>
      <DataTable
        label={t(`operations.list.${view}`)}
        columns={columns}
        list={list}
        sort={search.sort ? { id: search.sort, desc: search.desc ?? false } : undefined}
        onSort={({ id, desc }) =>
          void navigate({ search: (prev) => ({ ...prev, sort: id, desc: desc || undefined }), replace: true })
        }
        onOpen={setOpened}
        openId={opened?.id}
        empty={<NoRows view={view} search={search} />}
      />
      <TableFoot list={list} />
      <KindDrawer
        kind={kind}
        row={opened}
        onClose={() => setOpened(undefined)}
        onCustomer={(id) => {
          setOpened(undefined)
          void navigate({ search: (prev) => ({ ...prev, open: id }) })
        }}
      />
    </>
  )
}

const healthViews = ['health', 'issues', 'history'] as const

function HealthSwitch({ view }: { view: View }) {
  const { t } = useTranslation()
  const navigate = route.useNavigate()
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('operations.health_view')}
      value={view}
      data={healthViews.map((each) => ({ value: each, label: t(`operations.health.${each}`) }))}
      onChange={(value) => {
        const to = healthViews.find((each) => each === value) ?? 'health'
        void navigate({
          search: (prev) => drop({ ...keepScope(prev), search: prev.search, service: prev.service, ...openings[to] }),
        })
      }}
    />
  )
}

/** Nothing failed is good news; nothing found has a way back. */
function NoRows({ view, search }: { view: View; search: OperationsSearch }) {
  const { t } = useTranslation()
  const filtered =
    search.search ?? search.service ?? search.vendor ?? search.within ?? search.where ?? search.customer ?? search.tag
  const quiet = { jobs: 'jobs', requests: 'requests', health: 'health', issues: 'issues' }
  if (
    filtered === undefined &&
    view in quiet &&
    (view === 'issues' || search.outcome || search.state || search.trouble)
  ) {
    return (
      <EmptyState icon={IconCircleCheck} title={t(`operations.quiet.${view}`)} text={t('operations.quiet_text')}>
        <LinkButton to="/sync" search={keepScope}>
          {t('nav.sync')}
        </LinkButton>
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={IconFilterOff} title={t('operations.none_title')} text={t('operations.none_text')}>
      <LinkButton to="/operations" search={(prev) => ({ ...keepScope(prev), ...openings[view] })}>
        {t('filter.reset')}
      </LinkButton>
    </EmptyState>
  )
}
