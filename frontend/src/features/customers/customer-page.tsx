import { Skeleton, Stack, Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type CustomerDetail, customerQueries } from '../../api/customers'
import { CustomerFileButton } from '../../components/customer-file-button'
import { PortalButtons } from '../../components/portal/portal-buttons'
import { TypeRowButton } from '../../components/type-in/type-row-button'
import { PortalMenu } from '../../components/portal/portal-menu'
import { KindTable } from '../../components/kinds/kind-table'
import { TagList } from '../../components/tags/tag-list'
import { useTagging } from '../../components/tags/use-tagging'
import { Age } from '../../components/ui/age'
import { FreshnessMark } from '../../components/ui/freshness-mark'
import { ErrorState } from '../../components/ui/error-state'
import { LinkButton } from '../../components/ui/link-button'
import { PageHeader } from '../../components/ui/page'
import { CustomerStatuses } from '../../components/ui/status-badges'
import { coverageOf } from '../../lib/freshness'
import { silentOf } from '../../lib/kind-sources'
import { drop, keepScope } from '../../lib/url-state'
import { CustomerActivity } from './customer-activity'
import { CustomerOverview } from './customer-overview'
import classes from './customer-page.module.css'
import { kindsOf, type Part, parts, sourcesOf } from './customer-search'
import { CustomerSources } from './customer-sources'
import { CustomerSubscriptions } from './customer-subscriptions'
import { PartCompleteness } from './part-completeness'

const route = getRouteApi('/customers/$id')

/** Everything about one customer, part by part. */
export function CustomerPage() {
  const { t } = useTranslation()
  const { id } = route.useParams()
  const { part = 'overview' } = route.useSearch()
  const navigate = route.useNavigate()
  const tagging = useTagging()
  const detail = useQuery(customerQueries.detail(Number(id)))
  const customer = detail.data
  return (
    <>
      <PageHeader
        title={customer?.name ?? t('customer.drawer')}
        age={
          customer && (
            <>
              <FreshnessMark coverage={coverageOf(customer.datasets)} />{' '}
              {customer.synced_at && <Age at={customer.synced_at} />}
            </>
          )
        }
        actions={
          <>
            <LinkButton to="/customers" search={keepScope}>
              {t('customer.back')}
            </LinkButton>
            {customer && <CustomerFileButton customer={customer.id} />}
            {customer && <PortalMenu customer={customer.id} />}
          </>
        }
      />
      {detail.error && <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />}
      {detail.isPending && (
        <Stack p="md" gap="sm" aria-busy="true">
          {Array.from({ length: 8 }, (_, n) => (
            <Skeleton key={n} height={16} width={`${90 - n * 6}%`} />
          ))}
        </Stack>
      )}
      {customer && (
        <>
          <div className={classes.badges}>
            <CustomerStatuses statuses={customer.statuses} />
            <TagList
              tags={customer.tags}
              onRemove={(name) => tagging.mutate({ name, customers: [customer.id], on: false })}
            />
          </div>
          <Tabs
            value={part}
            keepMounted={false}
            className={classes.tabs}
            onChange={(next) =>
              void navigate({
                search: (prev) => drop({ ...prev, part: next === 'overview' ? undefined : (next as Part) }),
                replace: true,
              })
            }
          >
            <Tabs.List px="md" aria-label={t('customer.tabs')} className={classes.list}>
              {parts.map((each) => (
                <Tabs.Tab key={each} value={each}>
                  {t(`customer.part.${each}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            {parts.map((each) => (
              <Tabs.Panel key={each} value={each} className={classes.panel} tabIndex={0}>
                <PartContent part={each} customer={customer} />
              </Tabs.Panel>
            ))}
          </Tabs>
        </>
      )}
    </>
  )
}

/** Kinds that few vendors tell of: where there are none, nothing is said. */
const rareKinds = new Set(['usage', 'risks'])

function PartContent({ part, customer }: { part: Part; customer: CustomerDetail }) {
  const { t } = useTranslation()
  const trials = customer.subscription_rows.filter((row) => row.trial)
  const bought = customer.subscription_rows.filter((row) => !row.trial)
  const sources = sourcesOf(part, customer.datasets)
  return (
    <>
      {sources && <PartCompleteness datasets={sources} />}
      {part === 'overview' && (
        <>
          <CustomerOverview customer={customer} />
          <KindTable kind="profiles" whose={{ customer_id: customer.id }} />
          <CustomerSources customer={customer} />
        </>
      )}
      {part === 'subscriptions' && <CustomerSubscriptions customer={{ ...customer, subscription_rows: bought }} />}
      {part === 'trials' &&
        (trials.length > 0 ? (
          <CustomerSubscriptions customer={{ ...customer, subscription_rows: trials }} />
        ) : (
          <NoTrials customer={customer} />
        ))}
      {part === 'administrators' && <p className={classes.note}>{t('customer.admins_in_portal')}</p>}
      {part === 'requests' && (
        <p className={classes.note}>
          {t('customer.requests_in_portal')}{' '}
          <PortalButtons
            customer={customer.id}
            page="support"
            label={({ connection }) => t('customer.new_request', { connection })}
          />{' '}
          <TypeRowButton kind="service-requests" customer={customer.id} />
        </p>
      )}
      {kindsOf(part).map((kind) => (
        <KindTable key={kind} kind={kind} whose={{ customer_id: customer.id }} rare={rareKinds.has(kind)} />
      ))}
      {part === 'activity' && <CustomerActivity customer={customer.id} />}
    </>
  )
}

/** Not every source tells of trials: where one does not, that none is listed says nothing. */
function NoTrials({ customer }: { customer: CustomerDetail }) {
  const { t } = useTranslation()
  const silent = silentOf('trials', 'import.subscriptions', customer)
  return (
    <p className={classes.note}>
      {t('customer.no_trials')}
      {silent.length > 0 && <> {t('customer.no_trials_told', { connections: silent.join(', ') })}</>}
    </p>
  )
}
