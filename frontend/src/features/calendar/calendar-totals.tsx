import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CalendarSummary } from '../../api/calendar'
import { majorUnits } from '../../lib/format'
import { useLocale } from '../../lib/locale'
import { drop, keepScope } from '../../lib/url-state'
import { DecisionBadge } from '../../components/ui/decision-badge'
import { linesFilters } from './calendar-search'
import classes from './calendar.module.css'

const route = getRouteApi('/calendar')

/** How many are in each state, what they cost per currency and period, and what is not in these figures. */
export function CalendarTotals({ summary }: { summary: CalendarSummary }) {
  const filters = linesFilters(route.useSearch())
  const { t } = useTranslation()
  const { f } = useLocale()
  return (
    <div className={classes.totals}>
      {summary.states.map(({ state, count }) => (
        <DecisionBadge key={state} state={state} count={f.int(count)} />
      ))}
      {summary.totals.map(({ amount, price_period: period, count }) => (
        <span key={amount.currency + period} className="num">
          {t('calendar.total', {
            count,
            number: f.int(count),
            amount: `${f.money(majorUnits(amount.minor, amount.currency), amount.currency)} ${t(`price_period.${period || 'month'}`)}`,
          })}
        </span>
      ))}
      {summary.unpriced > 0 && (
        <span>{t('calendar.unpriced', { count: summary.unpriced, number: f.int(summary.unpriced) })}</span>
      )}
      {summary.undated > 0 && (
        <span>
          {t('calendar.undated', { count: summary.undated, number: f.int(summary.undated) })}{' '}
          <Link
            to="/licences"
            search={(prev) => drop({ ...keepScope(prev), figure: 'missing_dates' as const, ...filters })}
          >
            {t('dashboard.type_in')}
          </Link>
        </span>
      )}
    </div>
  )
}
