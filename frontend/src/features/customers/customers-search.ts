import type { CustomerFilter } from '../../api/customers'
import type { CustomerRule } from '../../api/tags'
import { narrowed, narrowing } from '../../lib/column-tests'
import { families } from '../../lib/families'
import {
  choiceParam,
  drop,
  flagParam,
  listParam,
  oneOf,
  type Search,
  shellSearch,
  textParam,
  whose,
  wordsOf,
} from '../../lib/url-state'
import { vendors } from '../../lib/vendors'

export const figures = [
  'added',
  'expiring',
  'renewing',
  'open',
  'low',
  'over',
  'suspended',
  'expired',
  'trial',
  'unmatched',
  'failed',
] as const

export const statuses = [
  'suspended',
  'expired',
  'expiring',
  'overage',
  'setup',
  'quiet',
  'trial',
  'active',
  'unknown',
] as const

export const types = ['subscription', 'trial', 'wholesale'] as const
export const managers = ['own', 'external', 'customer', 'unknown'] as const
export const healths = ['failed', 'attention', 'ok', 'unknown'] as const

const sorts = [
  'name',
  'domain',
  'country',
  'vendors',
  'families',
  'statuses',
  'subscriptions',
  'bought',
  'assigned',
  'available',
  'over_seats',
  'next_ends_on',
  'next_renews_on',
  'next_open_on',
  'unmatched',
  'no_access',
  'managed',
  'types',
  'health',
  'failed_jobs',
  'open_requests',
  'tags',
  'synced_at',
  'first_seen_at',
  'gone_at',
] as const

/** The filters that take several values, in the order they are shown. */
export type ListFilter = 'statuses' | 'products' | 'vendors' | 'types' | 'countries' | 'managed' | 'health' | 'tags'

export type CustomersSearch = ReturnType<typeof customersSearch>

const lists: ListFilter[] = ['statuses', 'products', 'vendors', 'types', 'countries', 'managed', 'health', 'tags']

const isCountry = (value: string) => /^[A-Z]{2}$/.test(value)

export function customersSearch(search: Search) {
  return drop({
    ...shellSearch(search),
    search: textParam(search, 'search'),
    figure: choiceParam(search, 'figure', figures),
    family: choiceParam(search, 'family', families),
    statuses: listParam(search, 'statuses', oneOf(statuses)) ?? listParam(search, 'status', oneOf(statuses)),
    products: listParam(search, 'products'),
    vendors: listParam(search, 'vendors', oneOf(vendors)) ?? listParam(search, 'vendor', oneOf(vendors)),
    types: listParam(search, 'types', oneOf(types)),
    countries: listParam(search, 'countries', isCountry) ?? listParam(search, 'country', isCountry),
    managed: listParam(search, 'managed', oneOf(managers)),
    health: listParam(search, 'health', oneOf(healths)),
    tags: listParam(search, 'tags'),
    ...narrowing(search, lists),
    gone: flagParam(search, 'gone'),
    sort: choiceParam(search, 'sort', sorts),
    desc: flagParam(search, 'desc'),
  })
}

/** The words of the API, as lists, for what the lists of values narrow down to. */
function queryOf(search: CustomersSearch) {
  return drop({
    statuses: wordsOf<(typeof statuses)[number]>(search.statuses),
    products: wordsOf(search.products),
    vendors: wordsOf<(typeof vendors)[number]>(search.vendors),
    types: wordsOf<(typeof types)[number]>(search.types),
    countries: wordsOf(search.countries),
    managed: wordsOf<(typeof managers)[number]>(search.managed),
    health: wordsOf<(typeof healths)[number]>(search.health),
    tags: wordsOf(search.tags),
    ...narrowed(search),
  })
}

/** What the API is asked for. */
export function filterOf(search: CustomersSearch): CustomerFilter {
  const { family, figure, gone, sort, desc } = search
  return drop({
    ...queryOf(search),
    ...whose(search),
    family,
    figure,
    search: search.search,
    gone,
    sort,
    desc,
  }) as CustomerFilter
}

/** The filter as the rule of a tag. */
export function ruleOf(search: CustomersSearch): CustomerRule {
  return drop({ ...queryOf(search), search: search.search, figure: search.figure }) as CustomerRule
}

/** Whether the list is narrowed down beyond the scope. */
export function isFiltered(search: CustomersSearch): boolean {
  return Object.keys(search).some((name) => !['customer', 'tag', 'open', 'sort', 'desc', 'gone'].includes(name))
}
