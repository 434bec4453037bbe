import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type FilterField, words } from '../../components/filters/value-filters'
import { vendors } from '../../lib/vendors'
import {
  exclusions,
  facts,
  type PoolValues,
  type SectionValues,
  sources,
  states,
  type SubscriptionValues,
  termEnds,
  terms,
  trials,
} from './licences-search'

/** The filters of subscriptions that take several values, with what can be chosen. */
export function useSubscriptionFields(): FilterField<SubscriptionValues>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      { id: 'states', label: t('column.status'), choices: words(states, (w) => t(`status.subscription.${w}`)) },
      { id: 'vendors', label: t('column.vendor'), choices: words(vendors, (w) => t(`vendor.${w}`)) },
      { id: 'terms', label: t('column.term'), choices: words(terms, (w) => t(`term.${w}`)) },
      {
        id: 'at_term_end',
        label: t('column.at_term_end'),
        choices: words(termEnds, (w) => (w === 'unknown' ? t('value.unknown') : t(`at_term_end.${w}`))),
      },
      { id: 'trial', label: t('column.trial'), choices: words(trials, (w) => t(`value.${w}`)) },
      { id: 'sources', label: t('column.source'), choices: words(sources, (w) => t(`source.${w}`)) },
      { id: 'missing', label: t('filter.missing'), choices: words(facts, (w) => t(`missing.${w}`)) },
    ],
    [t],
  )
}

/** The same of the sections. */
export function useSectionFields(): FilterField<SectionValues>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      { id: 'vendors', label: t('column.vendor'), choices: words(vendors, (w) => t(`vendor.${w}`)) },
      {
        id: 'at_term_end',
        label: t('licences.renews'),
        choices: words(termEnds, (w) => (w === 'unknown' ? t('value.unknown') : t(`at_term_end.${w}`))),
      },
    ],
    [t],
  )
}

/** The same of licences by product. */
export function usePoolFields(): FilterField<PoolValues>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      { id: 'vendors', label: t('column.vendor'), choices: words(vendors, (w) => t(`vendor.${w}`)) },
      { id: 'excluded', label: t('filter.excluded'), choices: words(exclusions, (w) => t(`value.${w}`)) },
    ],
    [t],
  )
}
