import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type MatchDecision, matchQueries } from '../../api/matches'
import { Age } from '../../components/ui/age'
import { ErrorState } from '../../components/ui/error-state'
import { Section } from '../../components/ui/page'
import classes from './matching.module.css'
import type { MatchActions } from './use-match-actions'

const shown = 50

/** What was decided, by rule or by hand, newest first; each decision can be undone. */
export function MatchingHistory({ actions }: { actions: MatchActions }) {
  const { t } = useTranslation()
  const decisions = useQuery(matchQueries.decisions(shown))
  return (
    <Section title={t('match.history')}>
      {decisions.error && <ErrorState error={decisions.error} onRetry={() => void decisions.refetch()} />}
      {decisions.data?.total === 0 && <p className={classes.quiet}>{t('match.no_history')}</p>}
      <ul className={classes.list}>
        {decisions.data?.items.map((decision) => (
          <Decision key={decision.id} decision={decision} actions={actions} />
        ))}
      </ul>
    </Section>
  )
}

function Decision({ decision, actions }: { decision: MatchDecision; actions: MatchActions }) {
  const { t } = useTranslation()
  const names = decision.sides.map((side) => side.records.map((record) => record.name).join(', '))
  return (
    <li className={classes.decision}>
      <span>
        <strong>{t(`match_kind.${decision.kind}`)}</strong> {names.join(' · ')}
        <span className={classes.quiet}>
          {' '}
          {t(`match_origin.${decision.origin}`)}
          {decision.origin === 'rule' &&
            `: ${decision.reasons.map((each) => t(`match_reason.${each}`)).join(', ')}`}{' '}
          <Age at={decision.at} />
        </span>
      </span>
      {decision.undone_at ? (
        <span className={classes.quiet}>{t('match.undone')}</span>
      ) : (
        <Button size="compact-xs" onClick={() => actions.undo.mutate(decision.id)}>
          {t('undo.button')}
        </Button>
      )}
    </li>
  )
}
