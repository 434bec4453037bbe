import { Button } from '@mantine/core'
import { IconArrowsJoin2, IconCalendarQuestion, IconKey, IconScale, IconUserQuestion } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Decision } from '../../api/calendar'
import type { Home } from '../../api/home'
import { DecisionBadge } from '../../components/ui/decision-badge'
import { actHelp, amountText, leftText } from '../../components/ui/decision-text'
import { Section } from '../../components/ui/page'
import { useLocale } from '../../lib/locale'
import { keepScope } from '../../lib/url-state'
import classes from './home.module.css'
import { CustomerLink, LinkLine, Quiet } from './line'
import { nothingToDecide } from './quiet'

type Decide = Home['decide']

/** What somebody has to decide: by deadline, then by money; after that the questions that are open. */
export function DecideSection({ decide, onAll }: { decide: Decide; onAll?: () => void }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  return (
    <Section
      title={t('home.decide')}
      aside={<span className={classes.aside}>{t('home.until', { date: f.date(decide.until) })}</span>}
    >
      {nothingToDecide(decide) && <Quiet>{t('home.decide_nothing', { date: f.date(decide.until) })}</Quiet>}
      {decide.total > 0 && (
        <>
          <Totals decide={decide} />
          <ul className={classes.decisions}>
            {decide.decisions.map((row) => (
              <DecisionLine key={row.id} row={row} />
            ))}
          </ul>
          {onAll && decide.total > decide.decisions.length && (
            <Button variant="subtle" className={classes.more} onClick={onAll}>
              {t('home.show_all', { number: f.int(decide.total) })}
            </Button>
          )}
        </>
      )}
      <Questions decide={decide} />
    </Section>
  )
}

/** How many there are and what they are worth, each currency and period by itself. */
function Totals({ decide }: { decide: Decide }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  return (
    <p className={classes.totals}>
      <strong>{t('home.decisions', { count: decide.total, number: f.int(decide.total) })}</strong>
      {decide.overdue > 0 && (
        <span className={classes.overdue}>
          {t('home.overdue', { count: decide.overdue, number: f.int(decide.overdue) })}
        </span>
      )}
      {decide.totals.map((total) => (
        <span key={total.amount.currency + total.price_period} className="num">
          {amountText(total, t, f)}
        </span>
      ))}
      {decide.unpriced > 0 && (
        <span>{t('calendar.unpriced', { count: decide.unpriced, number: f.int(decide.unpriced) })}</span>
      )}
    </p>
  )
}

function DecisionLine({ row }: { row: Decision }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const left = row.days_left ?? 0
  return (
    <li className={classes.decision}>
      <span className={`num ${classes.left}`} data-urgent={left <= 2 || undefined} title={actHelp(row, t, f)}>
        {leftText(left, t, f)}
        <small>{row.act_until ? f.dateTime(row.act_until) : f.date(row.act_on)}</small>
      </span>
      <span className={classes.what}>
        <CustomerLink id={row.customer_id} name={row.customer} />
        <small>
          {row.product} · {t('seats.all', { count: row.quantity, number: f.int(row.quantity) })}
        </small>
      </span>
      <span className={`num ${classes.amount}`}>
        <span data-unknown={!row.amount || undefined}>{amountText(row, t, f)}</span>
        <DecisionBadge state={row.state} />
      </span>
    </li>
  )
}

function Questions({ decide }: { decide: Decide }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const { over, matches, gone, access, unclear } = decide
  const counted = (count: number) => ({ count, number: f.int(count) })
  return (
    <ul className={classes.lines}>
      {over.count > 0 && (
        <LinkLine
          tone="bad"
          icon={IconScale}
          to="/customers"
          search={(prev) => ({ ...keepScope(prev), figure: 'over' as const })}
        >
          {t('home.over', counted(over.count))} ·{' '}
          {t('dashboard.over_seats', { count: over.seats, number: f.int(over.seats) })}
        </LinkLine>
      )}
      {gone.map(({ id, name }) => (
        <LinkLine key={id} tone="soon" icon={IconUserQuestion} to="/sync" search={keepScope}>
          {t('home.gone_question', { connection: name })}
        </LinkLine>
      ))}
      {access.total > 0 && (
        <LinkLine
          tone={access.missing + access.expired > 0 ? 'bad' : 'soon'}
          icon={IconKey}
          to="/connections"
          search={keepScope}
        >
          {t('home.access', counted(access.total))}
        </LinkLine>
      )}
      {matches > 0 && (
        <LinkLine tone="info" icon={IconArrowsJoin2} to="/customers/matching" search={keepScope}>
          {t('home.matches', counted(matches))}
        </LinkLine>
      )}
      {unclear > 0 && (
        <LinkLine
          tone="calm"
          icon={IconCalendarQuestion}
          to="/calendar"
          search={(prev) => ({ ...keepScope(prev), span: 14 as const, unclear: true as const })}
        >
          {t('home.unclear', { ...counted(unclear), date: f.date(decide.until) })}
        </LinkLine>
      )}
    </ul>
  )
}
