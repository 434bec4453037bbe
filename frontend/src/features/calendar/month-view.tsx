import { ActionIcon, Button } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CalendarSummary } from '../../api/calendar'
import { useLocale } from '../../lib/locale'
import { drop, keepScope } from '../../lib/url-state'
import { decisionLooks } from '../../components/ui/decision-badge'
import { amountText } from '../../components/ui/decision-text'
import { type CalendarSearch, keepFilters } from './calendar-search'
import { addMonths, weeksOf } from './months'
import classes from './calendar.module.css'

const route = getRouteApi('/calendar')

/** Any Monday, to name the days of the week. */
const monday = Date.UTC(2026, 0, 5)

function names(locale: string, options: Intl.DateTimeFormatOptions) {
  const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
  return (moment: number) => format.format(new Date(moment))
}

/** A month with the number of decisions per day and state; each number leads to its rows. */
export function MonthView({ month, summary }: { month: string; summary?: CalendarSummary }) {
  const { f, today } = useLocale()
  const weekday = names(f.locale, { weekday: 'short' })
  const days = new Map(summary?.days.map((day) => [day.day, day]))
  return (
    <div className={classes.month} aria-busy={!summary}>
      <MonthHead month={month} />
      <table>
        <thead>
          <tr>
            {Array.from({ length: 7 }, (_, n) => (
              <th key={n} scope="col">
                {weekday(monday + n * 86_400_000)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month).map((week) => (
            <tr key={week.find(Boolean)}>
              {week.map((day, n) => (
                <td key={day || n} data-today={day === today || undefined} data-other={day === '' || undefined}>
                  {day && (
                    <time dateTime={day} aria-current={day === today ? 'date' : undefined}>
                      {Number(day.slice(8))}
                    </time>
                  )}
                  <Day day={days.get(day)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function MonthHead({ month }: { month: string }) {
  const { t } = useTranslation()
  const { f, today } = useLocale()
  const navigate = route.useNavigate()
  const show = (to: string) => void navigate({ search: (prev) => ({ ...prev, month: to }), replace: true })
  return (
    <div className={classes.monthHead}>
      <ActionIcon
        variant="default"
        size={28}
        aria-label={t('calendar.previous')}
        onClick={() => show(addMonths(month, -1))}
      >
        <IconChevronLeft size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon variant="default" size={28} aria-label={t('calendar.next')} onClick={() => show(addMonths(month, 1))}>
        <IconChevronRight size={16} aria-hidden />
      </ActionIcon>
      <h2 aria-live="polite">{names(f.locale, { month: 'long', year: 'numeric' })(Date.parse(`${month}-01`))}</h2>
      {month !== today.slice(0, 7) && (
        <Button size="xs" onClick={() => show(today.slice(0, 7))}>
          {t('calendar.this_month')}
        </Button>
      )}
    </div>
  )
}

type Day = CalendarSummary['days'][number]

/** What happens on a day, to whom and for how much. */
function Day({ day }: { day?: Day }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  if (!day) return null
  const others = day.others > 0 ? t('calendar.others', { count: day.others, number: f.int(day.others) }) : ''
  const names = [...day.names, others].filter(Boolean).join(', ')
  const seats = day.states.reduce((sum, each) => sum + each.seats, 0)
  const much = [
    seats > 0 ? t('seats.all', { count: seats, number: f.int(seats) }) : '',
    ...day.totals.map((total) => amountText(total, t, f)),
  ].filter(Boolean)
  return (
    <>
      <DayStates day={day.day} states={day.states} />
      {names && (
        <p className={classes.who} title={names}>
          {names}
        </p>
      )}
      {much.length > 0 && <p className={classes.much}>{much.join(' · ')}</p>}
    </>
  )
}

function DayStates({ day, states }: { day: string; states: Day['states'] }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  return (
    <div className={classes.chips}>
      {states.map(({ state, count, seats }) => {
        const { tone, icon: Icon } = decisionLooks[state]
        const label = [
          f.date(day),
          `${t(`decision.${state}`)}: ${f.int(count)}`,
          seats > 0 ? t('seats.all', { count: seats, number: f.int(seats) }) : '',
        ]
          .filter(Boolean)
          .join(', ')
        return (
          <Link
            key={state}
            to="/calendar"
            search={(prev) => drop({ ...keepScope(prev), ...keepFilters(prev as CalendarSearch), day, state })}
            className={classes.chip}
            data-tone={tone}
            aria-label={label}
            title={label}
          >
            <Icon size={13} stroke={2} />
            {f.int(count)}
          </Link>
        )
      })}
    </div>
  )
}
