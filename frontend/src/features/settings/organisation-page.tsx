import { Skeleton } from '@mantine/core'
import { IconPlugConnected, IconSettings } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { organisationQueries, type OwnPage } from '../../api/organisation'
import { EmptyState } from '../../components/ui/empty-state'
import { ErrorState } from '../../components/ui/error-state'
import { LinkButton } from '../../components/ui/link-button'
import { PageBody, PageHeader, Section } from '../../components/ui/page'
import { useLocale } from '../../lib/locale'
import { keepScope } from '../../lib/url-state'
import { CheckList } from './check-list'
import { OwnOrganisations } from './own-organisations'
import { OwnPeople } from './own-people'

/** The company that runs Tenantry: what is left to set up, who it is at each vendor, and its own people. */
export function OrganisationPage() {
  const { t } = useTranslation()
  const { f } = useLocale()
  const own = useQuery(organisationQueries.own())
  const done = own.data?.checks.filter((check) => check.done).length ?? 0
  return (
    <>
      <PageHeader
        title={t('organisation.title')}
        age={own.data && t('organisation.progress', { done: f.int(done), of: f.int(own.data.checks.length) })}
        actions={
          <LinkButton to="/settings" search={keepScope} leftSection={<IconSettings size={15} aria-hidden />}>
            {t('nav.settings')}
          </LinkButton>
        }
      />
      {own.error && <ErrorState error={own.error} onRetry={() => void own.refetch()} />}
      {!own.error && <PageBody>{own.data ? <Body page={own.data} /> : <Skeleton height={420} />}</PageBody>}
    </>
  )
}

function Body({ page }: { page: OwnPage }) {
  const { t } = useTranslation()
  return (
    <>
      <Section title={t('organisation.checklist')}>
        <CheckList checks={page.checks} />
      </Section>
      {page.organisations.length === 0 ? (
        <EmptyState icon={IconPlugConnected} title={t('connections.empty_title')} text={t('organisation.none')}>
          <LinkButton to="/start" search={{}} variant="filled">
            {t('start.go_on')}
          </LinkButton>
        </EmptyState>
      ) : (
        <>
          <Section title={t('organisation.at_vendors')}>
            <OwnOrganisations organisations={page.organisations} />
          </Section>
          <Section title={t('organisation.people')}>
            <OwnPeople page={page} />
          </Section>
        </>
      )}
    </>
  )
}
