import { Button } from '@mantine/core'
import {
  IconArrowsUpDown,
  IconBriefcaseOff,
  IconBuildingPlus,
  IconLicense,
  IconPlugConnected,
  IconUserMinus,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Home, HomeChange, HomeChanges } from '../../api/home'
import { Age, useWhen } from '../../components/ui/age'
import type { Tone } from '../../components/ui/badge'
import { Section } from '../../components/ui/page'
import { useLocale } from '../../lib/locale'
import { keepScope } from '../../lib/url-state'
import classes from './home.module.css'
import { CustomerLink, FoldLine, type Icon, LinkLine, Quiet } from './line'
import { nothingChanged } from './quiet'

const kinds = [
  { name: 'failed_jobs', tone: 'bad', icon: IconBriefcaseOff },
  { name: 'gone_customers', tone: 'soon', icon: IconUserMinus },
  { name: 'seats', tone: 'info', icon: IconArrowsUpDown },
  { name: 'new_customers', tone: 'info', icon: IconBuildingPlus },
  { name: 'new_subscriptions', tone: 'info', icon: IconLicense },
] as const satisfies readonly { name: keyof NonNullable<Home['changed']>; tone: Tone; icon: Icon }[]

/** What is different from the last visit; each line unfolds to its rows. */
export function ChangedSection({ changed, onAll }: { changed: Home['changed']; onAll?: () => void }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const when = useWhen()
  if (!changed) {
    return (
      <Section title={t('home.changed')}>
        <Quiet>{t('home.first_visit')}</Quiet>
      </Section>
    )
  }
  const counted = (name: (typeof kinds)[number]['name']) => {
    const { total, customers } = changed[name]
    const count = name === 'failed_jobs' ? changed.failed_jobs_in_total : total
    return t(`home.change.${name}`, { count, number: f.int(count), customers: f.int(customers) })
  }
  return (
    <Section
      title={t('home.changed')}
      aside={<span className={classes.aside}>{t('home.since', { time: when(changed.since) })}</span>}
    >
      {nothingChanged(changed) && <Quiet>{t('home.changed_nothing')}</Quiet>}
      <ul className={classes.lines}>
        {kinds
          .filter(({ name }) => changed[name].total > 0)
          .map(({ name, tone, icon }) => (
            <FoldLine key={name} tone={tone} icon={icon} label={counted(name)}>
              <Rows kind={name} changes={changed[name]} onAll={onAll} />
            </FoldLine>
          ))}
        {changed.first_read > 0 && (
          <LinkLine tone="calm" icon={IconPlugConnected} to="/customers" search={keepScope}>
            {t('home.first_read', { count: changed.first_read, number: f.int(changed.first_read) })}
          </LinkLine>
        )}
      </ul>
    </Section>
  )
}

function Rows({ kind, changes, onAll }: { kind: string; changes: HomeChanges; onAll?: () => void }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  return (
    <>
      <ul className={classes.changes}>
        {changes.items.map((row, n) => (
          <li key={n}>
            <CustomerLink id={row.customer_id} name={row.customer} />
            <small>
              <ChangeText kind={kind} row={row} />
            </small>
          </li>
        ))}
      </ul>
      {onAll && changes.total > changes.items.length && (
        <Button variant="subtle" className={classes.more} onClick={onAll}>
          {t('home.show_all', { number: f.int(changes.total) })}
        </Button>
      )}
    </>
  )
}

function ChangeText({ kind, row }: { kind: string; row: HomeChange }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  if (kind === 'failed_jobs') return t('home.jobs_short', { count: row.count, number: f.int(row.count) })
  if (kind === 'new_subscriptions') {
    return `${row.product} · ${t('seats.all', { count: row.count, number: f.int(row.count) })}`
  }
  if (kind === 'seats' && row.before) return `${row.product}: ${seatsText(row, t, f.int)}`
  return row.at ? <Age at={row.at} /> : null
}

type Translate = ReturnType<typeof useTranslation>['t']

/** What of the two numbers changed, from what to what. */
function seatsText({ before, after }: HomeChange, t: Translate, int: (n: number) => string): string {
  if (!before) return ''
  if (!after) return t('home.seats_gone', { bought: int(before.bought) })
  const parts = []
  if (before.bought !== after.bought) parts.push(t('home.bought', { from: int(before.bought), to: int(after.bought) }))
  if (before.assigned !== after.assigned) {
    parts.push(t('home.assigned', { from: int(before.assigned), to: int(after.assigned) }))
  }
  return parts.join(', ')
}
