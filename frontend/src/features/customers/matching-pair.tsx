import { Button, Group } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { MatchCustomer, MatchPair, MatchReason, MatchRecord } from '../../api/matches'
import { Badge } from '../../components/ui/badge'
import { Facts } from '../../components/ui/facts'
import { countryName } from '../../lib/countries'
import { useLocale } from '../../lib/locale'
import classes from './matching.module.css'
import type { MatchActions } from './use-match-actions'

/** Two customers side by side, with what agrees and what differs. */
export function MatchingPair({ pair, actions }: { pair: MatchPair; actions: MatchActions }) {
  const { t } = useTranslation()
  const two = { a: pair.a.id, b: pair.b.id }
  return (
    <li className={classes.pair} aria-label={t('match.pair', { a: pair.a.name, b: pair.b.name })}>
      <div className={classes.sides}>
        <Side customer={pair.a} />
        <Side customer={pair.b} />
      </div>
      <div className={classes.reasons}>
        <Reasons reasons={pair.for} agree />
        <Reasons reasons={pair.against} agree={false} />
      </div>
      <Group gap="xs">
        <Button
          variant={pair.sure ? 'filled' : undefined}
          loading={actions.join.isPending && actions.join.variables.a === two.a && actions.join.variables.b === two.b}
          onClick={() => actions.join.mutate(two)}
        >
          {t('match.join')}
        </Button>
        <Button onClick={() => actions.apart.mutate(two)}>{t('match.apart')}</Button>
        <Button variant="subtle" onClick={() => actions.later.mutate({ id: pair.id, later: pair.later_at === null })}>
          {pair.later_at === null ? t('match.later') : t('match.now')}
        </Button>
      </Group>
    </li>
  )
}

function Reasons({ reasons, agree }: { reasons: MatchReason[]; agree: boolean }) {
  const { t } = useTranslation()
  return reasons.map((reason) => (
    <Badge
      key={reason}
      tone={agree ? 'good' : 'soon'}
      icon={agree ? IconCheck : IconX}
      label={t(`match_reason.${reason}`)}
    />
  ))
}

function Side({ customer }: { customer: MatchCustomer }) {
  return (
    <div className={classes.side}>
      <Link to="." search={(prev) => ({ ...prev, open: customer.id })} className={classes.name}>
        {customer.name}
      </Link>
      {customer.records.map((record) => (
        <RecordFacts key={record.id} record={record} />
      ))}
    </div>
  )
}

function RecordFacts({ record }: { record: MatchRecord }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  return (
    <Facts
      className={classes.facts}
      facts={[
        [t(`vendor.${record.vendor}`), record.name],
        [t('column.country'), record.country && countryName(record.country, f.locale)],
        [t('column.domain'), record.domains.join(', ')],
      ]}
      where={[
        [t('match.account'), record.account],
        [t('match.derived'), record.derived.join(', ')],
      ]}
    />
  )
}
