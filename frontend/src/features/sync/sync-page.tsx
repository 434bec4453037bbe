import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconPlugConnected, IconRefresh, IconRotate } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../../components/ui/link-button'
import { connectionQueries } from '../../api/connections'
import { EmptyState } from '../../components/ui/empty-state'
import { ErrorState } from '../../components/ui/error-state'
import { PageBody, PageHeader } from '../../components/ui/page'
import { useStartSync } from '../../components/use-start-sync'
import { keepScope } from '../../lib/url-state'
import { CompletenessSection } from './completeness-section'
import { GoneQuestion } from './gone-question'
import { RunDrawer } from './run-drawer'
import { RunsSection } from './runs-section'
import { SchedulesSection } from './schedules-section'

export function SyncPage() {
  const { t } = useTranslation()
  const connections = useQuery(connectionQueries.list())
  const sync = useStartSync()
  const none = connections.data?.items.length === 0
  return (
    <>
      <PageHeader
        title={t('nav.sync')}
        actions={
          <Button.Group>
            <Button
              variant="filled"
              leftSection={<IconRefresh size={15} aria-hidden />}
              disabled={none}
              loading={sync.isPending}
              onClick={() => sync.mutate({ ids: [], full: false })}
            >
              {t('sync.run_all')}
            </Button>
            <Menu position="bottom-end" width={280}>
              <Menu.Target>
                <Button variant="filled" px={8} disabled={none} aria-label={t('sync.more')}>
                  <IconChevronDown size={15} aria-hidden />
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item
                  leftSection={<IconRotate size={15} aria-hidden />}
                  onClick={() => sync.mutate({ ids: [], full: true })}
                >
                  {t('sync.run_full')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </Button.Group>
        }
      />
      {connections.error && <ErrorState error={connections.error} onRetry={() => void connections.refetch()} />}
      {none && (
        <EmptyState icon={IconPlugConnected} title={t('sync.empty_title')} text={t('sync.empty_text')}>
          <LinkButton to="/connections" search={keepScope} variant="filled">
            {t('nav.connections')}
          </LinkButton>
        </EmptyState>
      )}
      {!connections.error && !none && (
        <PageBody>
          {connections.data?.items
            .filter((connection) => connection.gone_hold)
            .map((connection) => (
              <GoneQuestion key={connection.id} connection={connection} />
            ))}
          <CompletenessSection connections={connections.data?.items} />
          <SchedulesSection connections={connections.data?.items ?? []} />
          <RunsSection />
        </PageBody>
      )}
      <RunDrawer />
    </>
  )
}
