import { Button } from '@mantine/core'
import { IconCircleCheck, IconCircleDashed, IconCircleX, IconClock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Access, accessQueries } from '../../api/connections'
import { ConsentActions } from '../../components/connection/consent-actions'
import { Badge } from '../../components/ui/badge'
import { ErrorState } from '../../components/ui/error-state'
import { Section } from '../../components/ui/page'
import { useLocale } from '../../lib/locale'
import classes from './connections.module.css'

const looks = {
  missing: { tone: 'bad', icon: IconCircleX },
  expired: { tone: 'bad', icon: IconCircleX },
  soon: { tone: 'soon', icon: IconClock },
  ok: { tone: 'good', icon: IconCircleCheck },
  unknown: { tone: 'calm', icon: IconCircleDashed },
} as const

/** What lets us in at vendors and customers and for how long: what needs somebody first, the rest on request. */
export function AccessSection() {
  const { t } = useTranslation()
  const { f } = useLocale()
  const [all, setAll] = useState(false)
  const access = useQuery(accessQueries.list())
  if (access.error) return <ErrorState error={access.error} onRetry={() => void access.refetch()} />
  if (!access.data || access.data.total === 0) return null
  const urgent = access.data.items.filter((each) => each.state !== 'ok' && each.state !== 'unknown')
  const shown = all ? access.data.items : urgent
  return (
    <Section title={t('access.title')}>
      <p className={classes.accessLead}>
        {urgent.length === 0 ? t('access.fine') : t('access.urgent', { count: urgent.length, n: f.int(urgent.length) })}
      </p>
      {shown.length > 0 && (
        <ul className={classes.access}>
          {shown.map((each, n) => (
            <AccessLine key={n} access={each} />
          ))}
        </ul>
      )}
      {access.data.total > urgent.length && (
        <Button variant="subtle" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('access.fewer') : t('access.all', { n: f.int(access.data.total) })}
        </Button>
      )}
    </Section>
  )
}

function AccessLine({ access }: { access: Access }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  return (
    <li>
      <Badge {...looks[access.state]} label={t(`access_state.${access.state}`)} />
      <span className={classes.accessWhat}>
        {t(`access_kind.${access.kind}`)}
        {access.name && ` (${access.name})`}
      </span>
      <span className={classes.accessWhose}>{access.customer || access.connection}</span>
      <span className={classes.accessEnd}>
        {access.expires_at
          ? t(access.extends ? 'access.extends' : 'access.ends', {
              date: f.dateTime(access.expires_at),
              days: f.days(access.days_left ?? 0),
            })
          : access.kind !== 'consent' && '–'}
        {access.kind === 'consent' && <ConsentActions access={access} />}
      </span>
    </li>
  )
}
