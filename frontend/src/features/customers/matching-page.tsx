import { Button, Skeleton } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { matchQueries } from '../../api/matches'
import { EmptyState } from '../../components/ui/empty-state'
import { ErrorState } from '../../components/ui/error-state'
import { LinkButton } from '../../components/ui/link-button'
import { PageBody, PageHeader, Section } from '../../components/ui/page'
import { useLocale } from '../../lib/locale'
import { keepScope } from '../../lib/url-state'
import { MatchingHistory } from './matching-history'
import { MatchingPair } from './matching-pair'
import classes from './matching.module.css'
import { useMatchActions } from './use-match-actions'

/** As many as anybody decides in one sitting; the rest follows as these are decided. */
const shown = 100

/** The queue of customers that may be one company, and what was decided before. */
export function MatchingPage() {
  const { t } = useTranslation()
  const { f } = useLocale()
  const pairs = useQuery(matchQueries.pairs(shown))
  const actions = useMatchActions()
  const sure = pairs.data?.items.filter((pair) => pair.sure) ?? []
  return (
    <>
      <PageHeader
        title={t('match.title')}
        count={pairs.data && f.int(pairs.data.total)}
        age={
          pairs.data &&
          t('match.unmatched', {
            count: pairs.data.counts.unmatched,
            number: f.int(pairs.data.counts.unmatched),
            total: f.int(pairs.data.counts.customers),
          })
        }
        actions={
          <>
            {sure.length > 0 && (
              <Button
                variant="filled"
                loading={actions.accept.isPending}
                onClick={() => actions.accept.mutate(sure.map((pair) => pair.id))}
              >
                {t('match.accept', { count: sure.length })}
              </Button>
            )}
            <LinkButton to="/customers" search={keepScope}>
              {t('nav.customers')}
            </LinkButton>
          </>
        }
      />
      <PageBody>
        <Section title={t('match.queue')}>
          {pairs.error && <ErrorState error={pairs.error} onRetry={() => void pairs.refetch()} />}
          {pairs.isPending && <Skeleton height={120} m="md" aria-busy="true" />}
          {pairs.data?.total === 0 && (
            <EmptyState icon={IconCircleCheck} title={t('match.none_title')} text={t('match.none_text')} />
          )}
          <ul className={classes.list}>
            {pairs.data?.items.map((pair) => (
              <MatchingPair key={pair.id} pair={pair} actions={actions} />
            ))}
          </ul>
        </Section>
        <MatchingHistory actions={actions} />
      </PageBody>
    </>
  )
}
