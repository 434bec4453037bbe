import { useNavigate, useRouterState } from '@tanstack/react-router'
import { drop, type ScopeSearch } from '../../lib/url-state'

/** Limits all pages to the customers of a scope. The page of one customer gives way where it would not be in it. */
export function useSetScope() {
  const navigate = useNavigate()
  const onCustomer = useRouterState({ select: ({ matches }) => matches.at(-1)?.routeId === '/customers/$id' })
  return ({ customer, tag }: ScopeSearch) => {
    if (onCustomer && tag !== undefined) {
      void navigate({ to: '/customers', search: { tag } })
    } else if (onCustomer && customer !== undefined) {
      void navigate({
        to: '/customers/$id',
        params: { id: String(customer) },
        search: (prev) => drop({ ...prev, customer, tag: undefined, open: undefined }),
      })
    } else {
      void navigate({ to: '.', search: (prev) => drop({ ...prev, customer, tag, open: undefined }) })
    }
  }
}
