import { useQuery, type UseQueryOptions } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Schemas } from '../../api/client'
import type { Group } from '../../components/data-table/use-groups'

interface Answer {
  items: Schemas['CustomerGroup'][]
  total: number
}

/** The customers of a list as its groups, while it is sorted by them. */
export function useCustomerGroups<Key extends readonly unknown[]>(
  sort: string | undefined,
  query: UseQueryOptions<Answer, Error, Answer, Key>,
): { group?: (row: { customer_id: number }) => number; groups?: Group[] } {
  const grouped = (sort ?? 'customer') === 'customer'
  const { data } = useQuery({ ...query, enabled: grouped })
  const groups = useMemo(
    () => data?.items.map((each) => ({ id: each.customer_id, name: each.customer, rows: each.rows })),
    [data],
  )
  return grouped ? { group: (row) => row.customer_id, groups } : {}
}
