import { Button } from '@mantine/core'
import { IconFilterOff, IconLicense, IconPencil } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../../components/ui/link-button'
import { subscriptionQueries, type SubscriptionRow } from '../../api/subscriptions'
import { ColumnChooser } from '../../components/data-table/column-chooser'
import { DataTable } from '../../components/data-table/data-table'
import { FoldGroups } from '../../components/data-table/fold-groups'
import { TableFoot } from '../../components/data-table/table-foot'
import { useCustomerGroups } from '../../components/data-table/use-customer-groups'
import { useColumns } from '../../components/data-table/use-columns'
import { useSelection } from '../../components/data-table/use-selection'
import { useWindowedList } from '../../components/data-table/use-windowed-list'
import { LineDrawer } from '../../components/row-drawer/line-drawer'
import { useOpenLine } from '../../components/row-drawer/use-open-line'
import { TypeInDialog } from '../../components/type-in/type-in-dialog'
import { EmptyState } from '../../components/ui/empty-state'
import { notifyError } from '../../components/ui/notify'
import { drop, keepScope, whose } from '../../lib/url-state'
import { useErrorText } from '../../lib/use-error-text'
import { LicencesToolbar } from './licences-toolbar'
import { figures, subscriptionFilter } from './licences-search'
import { useSubscriptionColumns, useSubscriptionDetails } from './subscription-columns'
import { useSubscriptionFields } from './use-licence-fields'

const route = getRouteApi('/licences')

/** Subscriptions with their dates and prices; what no source gives is typed in for one or many. */
export function SubscriptionsView() {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const errorText = useErrorText()
  const [typing, setTyping] = useState<SubscriptionRow[]>()
  const filter = { ...subscriptionFilter(search), family: search.family, ...whose(search) }
  const list = useWindowedList(JSON.stringify(filter), (offset, limit) =>
    subscriptionQueries.page({ ...filter, offset, limit }),
  )
  const selection = useSelection({ key: list.key, idAt: (index) => list.rows[list.places.get(index) ?? -1]?.id })
  const fields = useSubscriptionFields()
  const grouping = useCustomerGroups((search.sort ?? 'customer') === 'customer', subscriptionQueries.groups(filter))
  const columns = useColumns('subscriptions', useSubscriptionColumns())
  const details = useSubscriptionDetails()
  const line = useOpenLine(list, subscriptionQueries.one)
  const typeIn = useMutation({
    mutationFn: list.findAll,
    onSuccess: (rows) => setTyping(rows.filter((row) => selection.has(row.id))),
    onError: (error) => notifyError(errorText(error)),
  })
  return (
    <>
      <LicencesToolbar
        figures={figures}
        fields={fields}
        columns={columns.all}
        searchLabel={t('licences.search')}
        withGone
      >
        <Button
          variant={selection.ids.size > 0 ? 'filled' : 'default'}
          leftSection={<IconPencil size={15} aria-hidden />}
          disabled={selection.ids.size === 0}
          loading={typeIn.isPending}
          onClick={() => typeIn.mutate()}
        >
          {selection.ids.size > 0 ? t('type_in.selected', { count: selection.ids.size }) : t('type_in.button')}
        </Button>
        <ColumnChooser columns={columns} />
      </LicencesToolbar>
      <DataTable
        label={t('licences.subscriptions')}
        columns={columns}
        list={list}
        selection={selection}
        sort={search.sort ? { id: search.sort, desc: search.desc ?? false } : undefined}
        grouping={grouping}
        onSort={({ id, desc }) =>
          void navigate({ search: (prev) => ({ ...prev, sort: id, desc: desc || undefined }), replace: true })
        }
        openId={line.id}
        onOpen={line.open}
        empty={
          <NoLicences
            filtered={Object.keys(search).some((name) => !['view', 'open', 'line', 'sort', 'desc'].includes(name))}
          />
        }
      />
      <TableFoot list={list} selection={selection}>
        {selection.ids.size === 0 && list.total > 0 && <span>{t('licences.hint')}</span>}
        <FoldGroups grouping={grouping} />
      </TableFoot>
      <LineDrawer
        line={line}
        title={(row) => row.product}
        columns={[...columns.all, ...details]}
        subscription={(row) => row.id}
      />
      {typing && (
        <TypeInDialog
          rows={typing}
          onClose={() => {
            setTyping(undefined)
            selection.clear()
          }}
        />
      )}
    </>
  )
}

export function NoLicences({ filtered, view }: { filtered: boolean; view?: 'pools' }) {
  const { t } = useTranslation()
  if (filtered) {
    return (
      <EmptyState icon={IconFilterOff} title={t('licences.none_title')} text={t('licences.none_text')}>
        <LinkButton to="/licences" search={(prev) => drop({ ...keepScope(prev), view })}>
          {t('filter.reset')}
        </LinkButton>
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={IconLicense} title={t('licences.empty_title')} text={t('licences.empty_text')}>
      <LinkButton to="/sync" search={keepScope} variant="filled">
        {t('nav.sync')}
      </LinkButton>
    </EmptyState>
  )
}
