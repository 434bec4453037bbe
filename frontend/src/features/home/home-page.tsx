import { Button, Skeleton } from '@mantine/core'
import { IconEyeCheck, IconSun } from '@tabler/icons-react'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Navigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Coverage, dashboardQueries } from '../../api/dashboard'
import { type Home, homeQueries } from '../../api/home'
import { sessionQueries, startsFresh } from '../../api/session'
import { EmptyState } from '../../components/ui/empty-state'
import { ErrorState } from '../../components/ui/error-state'
import { LinkButton } from '../../components/ui/link-button'
import { notifyError } from '../../components/ui/notify'
import { PageBody, PageHeader } from '../../components/ui/page'
import { UnmatchedNote } from '../../components/ui/unmatched-note'
import { keepScope, whose } from '../../lib/url-state'
import { useErrorText } from '../../lib/use-error-text'
import { ChangedSection } from './changed-section'
import { DecideSection } from './decide-section'
import { FailedSection } from './failed-section'
import classes from './home.module.css'
import { isQuiet } from './quiet'
import { SetupNotice } from './setup-notice'
import { useVisit } from './use-visit'

const route = getRouteApi('/')

/** How many rows stand under each line when all are asked for. */
const many = 1000

/** What needs a decision today, what failed, and what changed since the last visit. Quiet when all is well. */
export function HomePage() {
  const { t } = useTranslation()
  const scope = whose(route.useSearch())
  const [all, setAll] = useState(false)
  const [since, setSince] = useState<string>()
  const session = useQuery(sessionQueries.session())
  const home = useQuery({
    ...(all ? homeQueries.home({ ...scope, since, limit: many }) : homeQueries.first({ ...scope, since })),
    placeholderData: keepPreviousData,
  })
  const dashboard = useQuery(dashboardQueries.dashboard({ family: 'all', ...scope }))
  const failed = [home, dashboard].filter(({ error }) => error !== null).slice(0, 1)
  const errorText = useErrorText()
  const markSeen = useMutation({
    mutationFn: useVisit(home.data, setSince),
    onError: (error) => notifyError(errorText(error)),
  })
  if (startsFresh(session.data)) return <Navigate to="/start" />
  return (
    <>
      <PageHeader
        title={t('nav.home')}
        coverage={dashboard.data?.completeness}
        note={<UnmatchedNote count={dashboard.data?.unmatched ?? 0} />}
        actions={
          home.data?.changed && (
            <Button
              leftSection={<IconEyeCheck size={15} aria-hidden />}
              title={t('home.mark_seen_help')}
              loading={markSeen.isPending}
              onClick={() => markSeen.mutate()}
            >
              {t('home.mark_seen')}
            </Button>
          )
        }
      />
      <SetupNotice session={session.data} />
      {failed.map(({ error, refetch }) => (
        <ErrorState key="error" error={error} onRetry={() => void refetch()} />
      ))}
      {failed.length === 0 && !home.data && <Waiting />}
      {failed.length === 0 && home.data && !session.data?.first_start && (
        <Body home={home.data} coverage={dashboard.data?.completeness} onAll={all ? undefined : () => setAll(true)} />
      )}
    </>
  )
}

function Body({ home, coverage, onAll }: { home: Home; coverage?: Coverage; onAll?: () => void }) {
  const { t } = useTranslation()
  const quiet = isQuiet(home, coverage)
  if (quiet === undefined) return <Waiting />
  if (quiet) {
    return (
      <EmptyState icon={IconSun} title={t('home.quiet_title')} text={t('home.quiet_text')}>
        <LinkButton to="/dashboard" search={keepScope}>
          {t('nav.dashboard')}
        </LinkButton>
        <LinkButton to="/calendar" search={keepScope}>
          {t('nav.calendar')}
        </LinkButton>
      </EmptyState>
    )
  }
  return (
    <PageBody>
      <div className={classes.columns}>
        <DecideSection decide={home.decide} onAll={onAll} />
        <div className={classes.side}>
          <FailedSection failed={home.failed} coverage={coverage} />
          <ChangedSection changed={home.changed} onAll={onAll} />
        </div>
      </div>
    </PageBody>
  )
}

function Waiting() {
  return (
    <PageBody>
      <div className={classes.columns}>
        <Skeleton height={420} />
        <div className={classes.side}>
          <Skeleton height={160} />
          <Skeleton height={240} />
        </div>
      </div>
    </PageBody>
  )
}
