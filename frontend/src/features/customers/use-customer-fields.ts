import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { customerQueries } from '../../api/customers'
import { type FilterField, words } from '../../components/filters/value-filters'
import { countryName } from '../../lib/countries'
import { families } from '../../lib/families'
import { useLocale } from '../../lib/locale'
import { vendors } from '../../lib/vendors'
import { healths, type ListFilter, managers, statuses, types } from './customers-search'

/** The filters of customers that take several values, with what can be chosen. */
export function useCustomerFields(): FilterField<ListFilter>[] {
  const { t } = useTranslation()
  const { f } = useLocale()
  const { data } = useQuery(customerQueries.choices())
  return useMemo(() => {
    const tags = new Map((data?.tags ?? []).map((tag) => [tag.name, tag.origin]))
    return [
      { id: 'statuses', label: t('column.status'), choices: words(statuses, (w) => t(`status.customer.${w}`)) },
      {
        id: 'products',
        label: t('column.product'),
        choices: [
          ...words(
            families.filter((family) => family !== 'all'),
            (w) => t(`family.${w}`),
          ).map((choice) => ({ ...choice, note: t('filter.group') })),
          ...(data?.products ?? []).map((product) => ({
            value: `${product.vendor}:${product.key}`,
            label: product.name,
            note: t(`vendor_short.${product.vendor}`),
          })),
        ],
      },
      { id: 'vendors', label: t('column.vendor'), choices: words(vendors, (w) => t(`vendor.${w}`)) },
      { id: 'types', label: t('column.types'), choices: words(types, (w) => t(`customer_type.${w}`)) },
      {
        id: 'countries',
        label: t('column.country'),
        choices: (data?.countries ?? [])
          .map((code) => ({ value: code, label: countryName(code, f.locale) }))
          .sort((a, b) => a.label.localeCompare(b.label, f.locale)),
      },
      { id: 'managed', label: t('column.managed'), choices: words(managers, (w) => t(`managed.${w}`)) },
      { id: 'health', label: t('column.health'), choices: words(healths, (w) => t(`health.${w}`)) },
      {
        id: 'tags',
        label: t('filter.tag'),
        choices: [...tags].map(([name, origin]) => ({ value: name, label: name, note: t(`tag_origin.${origin}`) })),
      },
    ]
  }, [t, f, data])
}
