import { CloseButton, Skeleton, Stack, Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { customerQueries } from '../../api/customers'
import { rowQueries } from '../../api/rows'
import { CustomerFileButton } from '../../components/customer-file-button'
import { PortalMenu } from '../../components/portal/portal-menu'
import { ErrorState } from '../../components/ui/error-state'
import { LinkButton } from '../../components/ui/link-button'
import { SideDrawer } from '../../components/ui/side-drawer'
import { CustomerStatuses } from '../../components/ui/status-badges'
import { drop, keepScope } from '../../lib/url-state'
import { CustomerOverview } from './customer-overview'
import { CustomerRows } from './customer-rows'
import { CustomerSources } from './customer-sources'
import { CustomerSubscriptions } from './customer-subscriptions'
import classes from './customer-drawer.module.css'

/** Everything about one customer, beside whatever page is open. The address names the customer. */
export function CustomerDrawer() {
  const { t } = useTranslation()
  const { open } = useSearch({ from: '__root__' })
  const navigate = useNavigate()
  const close = () => void navigate({ to: '.', search: (prev) => drop({ ...prev, open: undefined }), replace: true })
  return (
    <SideDrawer
      opened={open !== undefined}
      onClose={close}
      label={t('customer.drawer')}
      size={720}
      classNames={{ body: classes.body, content: classes.content }}
    >
      {open !== undefined && <DrawerContent key={open} id={open} onClose={close} />}
    </SideDrawer>
  )
}

const tabs = ['overview', 'subscriptions', 'more', 'sources'] as const

function DrawerContent({ id, onClose }: { id: number; onClose: () => void }) {
  const { t } = useTranslation()
  const [tab, setTab] = useState<string | null>('overview')
  const detail = useQuery(customerQueries.detail(id))
  const rows = useQuery(rowQueries.counts(id))
  const customer = detail.data
  const count: Partial<Record<(typeof tabs)[number], number>> = {
    subscriptions: customer?.subscription_rows.length,
    more: rows.data?.items.reduce((sum, kind) => sum + kind.count, 0),
    sources: customer?.datasets.length,
  }
  return (
    <>
      <div className={classes.head}>
        <div className={classes.title}>
          <h2>{customer?.name ?? <Skeleton height={20} width={240} />}</h2>
          <LinkButton to="/customers/$id" params={{ id: String(id) }} search={keepScope} size="compact-sm">
            {t('customer.page')}
          </LinkButton>
          <CustomerFileButton customer={id} />
          <PortalMenu customer={id} />
          <CloseButton aria-label={t('action.close')} onClick={onClose} />
        </div>
        <div className={classes.badges}>{customer && <CustomerStatuses statuses={customer.statuses} />}</div>
      </div>
      {detail.error && <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />}
      {detail.isPending && <DrawerSkeleton />}
      {customer && (
        <Tabs value={tab} onChange={setTab} className={classes.tabs} keepMounted={false}>
          <Tabs.List px="md">
            {tabs.map((each) => (
              <Tabs.Tab key={each} value={each}>
                {t(`customer.tab.${each}`)}
                {count[each] !== undefined && <span className={classes.tabCount}>{count[each]}</span>}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <DrawerTab value="overview">
            <CustomerOverview customer={customer} />
          </DrawerTab>
          <DrawerTab value="subscriptions">
            <CustomerSubscriptions customer={customer} />
          </DrawerTab>
          <DrawerTab value="more">
            {rows.error && <ErrorState error={rows.error} onRetry={() => void rows.refetch()} />}
            {rows.data && <CustomerRows customer={id} counts={rows.data.items} />}
          </DrawerTab>
          <DrawerTab value="sources">
            <CustomerSources customer={customer} />
          </DrawerTab>
        </Tabs>
      )}
    </>
  )
}

function DrawerTab({ value, children }: { value: (typeof tabs)[number]; children: ReactNode }) {
  return (
    <Tabs.Panel value={value} className={classes.panel} tabIndex={0}>
      {children}
    </Tabs.Panel>
  )
}

function DrawerSkeleton() {
  return (
    <Stack p="md" gap="sm" aria-busy="true">
      {Array.from({ length: 8 }, (_, n) => (
        <Skeleton key={n} height={16} width={`${90 - n * 6}%`} />
      ))}
    </Stack>
  )
}
