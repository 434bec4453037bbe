import { SegmentedControl } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from '@tanstack/react-query'
import { dashboardQueries } from '../../api/dashboard'
import { useCompletenessText } from '../../components/ui/completeness-text'
import { ExportButton } from '../../components/export-button'
import { PageHeader } from '../../components/ui/page'
import { drop } from '../../lib/url-state'
import { PoolsView } from './pools-view'
import { SubscriptionsView } from './subscriptions-view'

const route = getRouteApi('/licences')

export function LicencesPage() {
  const { t } = useTranslation()
  const { view = 'subscriptions', family, customer } = route.useSearch()
  const navigate = route.useNavigate()
  const dashboard = useQuery(dashboardQueries.dashboard({ family, customer_id: customer }))
  const completeness = useCompletenessText()
  return (
    <>
      <PageHeader
        title={t('nav.licences')}
        count={
          <SegmentedControl
            size="xs"
            aria-label={t('licences.view')}
            value={view}
            data={[
              { value: 'subscriptions', label: t('licences.subscriptions') },
              { value: 'pools', label: t('licences.pools') },
            ]}
            onChange={(value) =>
              void navigate({
                search: (prev) =>
                  drop({
                    customer: prev.customer,
                    family: prev.family,
                    search: prev.search,
                    view: value === 'pools' ? ('pools' as const) : undefined,
                  }),
              })
            }
          />
        }
        age={dashboard.data && completeness(dashboard.data.completeness)}
        actions={<ExportButton kind="billing" family={family} customer={customer} />}
      />
      {view === 'pools' ? <PoolsView /> : <SubscriptionsView />}
    </>
  )
}
