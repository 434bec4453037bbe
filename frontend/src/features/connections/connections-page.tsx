import { IconPlugConnected, IconPlus, IconTablePlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../../components/ui/link-button'
import { connectionQueries } from '../../api/connections'
import { EmptyState } from '../../components/ui/empty-state'
import { ErrorState } from '../../components/ui/error-state'
import { PageBody, PageHeader } from '../../components/ui/page'
import { useLocale } from '../../lib/locale'
import { drop, keepScope } from '../../lib/url-state'
import { AccessSection } from './access-section'
import { ConnectionDialog } from './connection-dialog'
import { ConnectionsTable } from './connections-table'
import { ManyDialog } from './many-dialog'
import { ReadDrawer } from './read-drawer'

const route = getRouteApi('/connections')

export function ConnectionsPage() {
  const { t } = useTranslation()
  const { f } = useLocale()
  const { edit, read, vendor } = route.useSearch()
  const navigate = route.useNavigate()
  const connections = useQuery(connectionQueries.list())
  const vendors = useQuery(connectionQueries.vendors())
  const close = () =>
    void navigate({ search: (prev) => drop({ ...keepScope(prev), edit: undefined, vendor: undefined }), replace: true })
  const edited = connections.data?.items.find((connection) => connection.id === edit)
  return (
    <>
      <PageHeader
        title={t('nav.connections')}
        count={connections.data && f.int(connections.data.total)}
        actions={
          <>
            <LinkButton
              to="/connections"
              search={(prev) => ({ ...keepScope(prev), edit: 'many' as const })}
              leftSection={<IconTablePlus size={15} aria-hidden />}
            >
              {t('connections.many')}
            </LinkButton>
            <LinkButton
              to="/connections"
              search={(prev) => ({ ...keepScope(prev), edit: 'new' as const })}
              variant="filled"
              leftSection={<IconPlus size={15} aria-hidden />}
            >
              {t('connections.add')}
            </LinkButton>
          </>
        }
      />
      {connections.error && <ErrorState error={connections.error} onRetry={() => void connections.refetch()} />}
      {connections.data?.total === 0 && (
        <EmptyState icon={IconPlugConnected} title={t('connections.empty_title')} text={t('connections.empty_text')}>
          {vendors.data?.items.map((each) => (
            <LinkButton
              key={each.vendor}
              to="/connections"
              search={{ edit: 'new' as const, vendor: each.vendor }}
              variant="filled"
            >
              {t('connections.connect', { vendor: t(`vendor.${each.vendor}`) })}
            </LinkButton>
          ))}
        </EmptyState>
      )}
      {!connections.error && connections.data?.total !== 0 && (
        <PageBody>
          <ConnectionsTable connections={connections.data?.items} />
          <AccessSection />
        </PageBody>
      )}
      <ReadDrawer
        connection={connections.data?.items.find((connection) => connection.id === read)}
        onClose={() =>
          void navigate({ search: (prev) => drop({ ...keepScope(prev), read: undefined }), replace: true })
        }
      />
      {vendors.data && edit === 'many' && (
        <ManyDialog vendors={vendors.data.items} startVendor={vendor} onClose={close} />
      )}
      {vendors.data && (edit === 'new' || edited) && (
        <ConnectionDialog
          key={edited?.id ?? 'new'}
          vendors={vendors.data.items}
          connection={edited}
          startVendor={vendor}
          onClose={close}
        />
      )}
    </>
  )
}
