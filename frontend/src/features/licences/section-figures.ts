import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { LicenceSummary } from '../../api/licences'
import { settingsQueries } from '../../api/settings'
import { useLocale } from '../../lib/locale'
import type { LineFigure } from './figure-line'

/** The figures of a section; shares that rest on part of the seats say so. */
export function useSectionFigures(n?: LicenceSummary): LineFigure[] | undefined {
  const { t } = useTranslation()
  const { f } = useLocale()
  const { data: settings } = useQuery(settingsQueries.settings())
  if (!n) return undefined
  const thresholds = settings?.thresholds
  const terms = {
    days: thresholds?.expiring_days ?? 90,
    factor: f.decimal(thresholds?.low_factor ?? '0.5'),
    customers: thresholds?.low_min_customers ?? 5,
    age: thresholds?.low_min_age_days ?? 90,
    added: 90,
  }
  const seats = n.seats
  const share = (value: number | null) => (value === null ? '–' : f.percent(value))
  const part = (part: number, whole: number) => t('licences.part_of', { part: f.int(part), whole: f.int(whole) })
  const useKnown =
    seats.use_units < seats.units
      ? t('licences.use_known', { known: f.int(seats.use_units), units: f.int(seats.units) })
      : part(seats.used, seats.use_bought)
  const figures: Record<string, LineFigure> = {
    licences: {
      name: t('licences.figure.licences'),
      value: f.int(n.licences),
      of:
        n.trials > 0
          ? t('licences.with_trials', { count: n.trials, number: f.int(n.trials) })
          : t(n.section === 'low' || n.section === 'over' ? 'licences.in_pools' : 'licences.in_subscriptions', {
              count: n.rows,
              number: f.int(n.rows),
            }),
      definition: t('licences.definition.licences'),
    },
    assignment: {
      name: t('licences.figure.assignment'),
      value: share(seats.share),
      of: part(seats.assigned, seats.bought),
      definition: t('licences.definition.assignment'),
    },
    use: {
      name: t('licences.figure.use'),
      value: share(seats.used_share),
      of: useKnown,
      definition: t('licences.definition.use'),
    },
    use_of_assigned: {
      name: t('licences.figure.use_of_assigned'),
      value: share(seats.used_assigned),
      of: part(seats.used, seats.use_assigned),
      definition: t('licences.definition.use_of_assigned'),
    },
    unassigned: {
      name: t('licences.figure.unassigned'),
      value: f.int(seats.unassigned),
      definition: t('licences.definition.unassigned'),
    },
    over: {
      name: t('licences.figure.over'),
      value: f.int(seats.over),
      tone: 'bad',
      definition: t('licences.definition.over'),
    },
    average: {
      name: t('licences.figure.average'),
      value: n.average_over === null ? '–' : f.decimal(n.average_over.toFixed(1)),
      definition: t('licences.definition.average'),
    },
  }
  const shown: Record<string, string[]> = {
    low: ['assignment', 'use', 'use_of_assigned', 'unassigned'],
    over: ['over', 'average', 'licences'],
  }
  const chosen = shown[n.section] ?? ['licences', 'assignment', 'use']
  if (n.section === 'low') figures.use!.name = t('licences.figure.use_on_assignment')
  return [
    {
      name: t('licences.figure.customers'),
      value: f.int(n.customers),
      of: t('dashboard.of_customers', { count: n.of, number: f.int(n.of) }),
      definition: t(`figure.${n.section as 'low'}.definition`, terms),
    },
    ...chosen.flatMap((name) => figures[name] ?? []),
  ]
}
