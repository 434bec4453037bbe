import { Skeleton } from '@mantine/core'
import { IconFlask } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { connectionQueries } from '../../api/connections'
import { sessionQueries } from '../../api/session'
import { setupQueries } from '../../api/setup'
import { EmptyState } from '../../components/ui/empty-state'
import { ErrorState } from '../../components/ui/error-state'
import { PageHeader } from '../../components/ui/page'
import classes from './start.module.css'
import { Wizard } from './wizard'

/** The first start: from language and time zone to the first sync, in steps that can be left and taken up again. */
export function StartPage() {
  const { t } = useTranslation()
  const session = useQuery(sessionQueries.session())
  const setup = useQuery(setupQueries.setup())
  const vendors = useQuery(connectionQueries.vendors())
  const error = session.error ?? setup.error ?? vendors.error
  const retry = () => {
    for (const query of [session, setup, vendors]) if (query.error) void query.refetch()
  }
  return (
    <>
      <PageHeader title={t('start.title')} />
      {error && <ErrorState error={error} onRetry={retry} />}
      {!error && session.data?.sample && (
        <EmptyState icon={IconFlask} title={t('start.in_sample_title')} text={t('start.in_sample_text')} />
      )}
      {!error && !session.data?.sample && (
        <div className={classes.page}>
          {session.data && setup.data && vendors.data ? (
            <Wizard session={session.data} setup={setup.data} vendors={vendors.data.items} />
          ) : (
            <Skeleton height={360} />
          )}
        </div>
      )}
    </>
  )
}
