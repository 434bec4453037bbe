import { useQuery, type UseQueryOptions } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../api/client'
import type { Grouping } from './use-groups'

interface Answer {
  items: Schemas['CustomerGroup'][]
  total: number
}

/** The customers of a list as its groups, while it is sorted by them. */
export function useCustomerGroups<Key extends readonly unknown[]>(
  grouped: boolean,
  query: UseQueryOptions<Answer, Error, Answer, Key>,
): Grouping<{ customer_id: number }> | undefined {
  const { t } = useTranslation()
  const [closed, setClosed] = useState<ReadonlySet<number>>(new Set())
  const { data } = useQuery({ ...query, enabled: grouped })
  const groups = useMemo(
    () =>
      data?.items.map((each) => ({
        id: each.customer_id,
        name: each.customer || t('table.no_customer'),
        rows: each.rows,
      })),
    [data, t],
  )
  return grouped ? { of: (row) => row.customer_id, groups, closed, setClosed } : undefined
}
