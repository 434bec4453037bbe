import { Button, Menu } from '@mantine/core'
import { IconDownload, IconFileSpreadsheet, IconPlugConnected, IconRefresh } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Navigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../../components/ui/link-button'
import { connectionQueries } from '../../api/connections'
import { dashboardQueries } from '../../api/dashboard'
import { sessionQueries, startsFresh } from '../../api/session'
import { EmptyState } from '../../components/ui/empty-state'
import { ErrorState } from '../../components/ui/error-state'
import { PageBody, PageHeader } from '../../components/ui/page'
import { ProductSwitch } from '../../components/ui/product-switch'
import { useExport } from '../../components/use-export'
import { useStartSync } from '../../components/use-start-sync'
import { isScoped, keepScope, whose } from '../../lib/url-state'
import classes from './dashboard.module.css'
import { FigureNotes } from './figure-notes'
import { FigureTiles } from './figure-tiles'
import { TrendSection } from './trend-section'

const route = getRouteApi('/dashboard')

export function DashboardPage() {
  const { t } = useTranslation()
  const search = route.useSearch()
  const { family = 'all' } = search
  const scope = { family, ...whose(search) }
  const session = useQuery(sessionQueries.session())
  const connections = useQuery(connectionQueries.list())
  const dashboard = useQuery(dashboardQueries.dashboard(scope))
  const sync = useStartSync()
  if (startsFresh(session.data)) return <Navigate to="/start" />
  const kpis = dashboard.data
  const neverRead = kpis && !isScoped(search) && kpis.completeness.expected === 0 && kpis.customers.total === 0
  return (
    <>
      <PageHeader title={t('nav.dashboard')} coverage={kpis?.completeness} actions={<ExportMenu family={family} />} />
      {dashboard.error && <ErrorState error={dashboard.error} onRetry={() => void dashboard.refetch()} />}
      {neverRead && connections.data && (
        <EmptyState icon={IconPlugConnected} title={t('dashboard.empty_title')} text={t('dashboard.empty_text')}>
          <Button
            variant="filled"
            leftSection={<IconRefresh size={15} aria-hidden />}
            loading={sync.isPending}
            onClick={() => sync.mutate({ ids: [], full: false })}
          >
            {t('sync.run_all')}
          </Button>
          <LinkButton to="/connections" search={keepScope}>
            {t('nav.connections')}
          </LinkButton>
        </EmptyState>
      )}
      {!dashboard.error && !neverRead && (
        <PageBody>
          <ProductSwitch kpis={kpis} family={family} to="/dashboard" />
          <FigureTiles kpis={kpis} family={family} />
          <div className={classes.lower}>
            <TrendSection scope={scope} />
            <FigureNotes kpis={kpis} family={family} />
          </div>
        </PageBody>
      )}
    </>
  )
}

function ExportMenu({ family }: { family: string }) {
  const { t } = useTranslation()
  const exporting = useExport()
  const save = (kind: 'customers' | 'billing') => exporting.mutate({ kind, format: 'xlsx', family })
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button leftSection={<IconDownload size={15} aria-hidden />} loading={exporting.isPending}>
          {t('export.button')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconFileSpreadsheet size={15} aria-hidden />} onClick={() => save('customers')}>
          {t('export.customers_workbook')}
        </Menu.Item>
        <Menu.Item leftSection={<IconFileSpreadsheet size={15} aria-hidden />} onClick={() => save('billing')}>
          {t('export.billing_workbook')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
