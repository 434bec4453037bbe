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
  wordsOf,
} from '../../lib/url-state'
import { type VendorChoice, vendors } from '../../lib/vendors'

export const figures = ['added', 'expiring', 'renewing', 'open', 'missing_dates', 'missing_price'] as const
export const poolFigures = ['low', 'over'] as const

/** What the filters that take several values can be set to. */
export const states = ['active', 'grace', 'suspended', 'expired', 'deleted', 'unknown'] as const
export const trials = ['yes', 'no', 'unknown'] as const
export const terms = ['P1M', 'P1Y', 'P2Y', 'P3Y', 'P5Y', 'unknown'] as const
export const termEnds = ['renews', 'ends', 'unknown'] as const
export const sources = ['api', 'import', 'typed'] as const
export const facts = ['term_end_on', 'unit_price'] as const
export const exclusions = ['yes', 'no'] as const

const subscriptionValues = ['states', 'vendors', 'terms', 'at_term_end', 'trial', 'sources', 'missing'] as const
export type SubscriptionValues = (typeof subscriptionValues)[number]
export type SectionValues = 'vendors' | 'at_term_end'
export type PoolValues = 'vendors' | 'excluded'

/** The sections of the licence dashboards, and the waste finder. */
export const sections = ['added', 'expiring', 'renewing', 'open', 'low', 'over'] as const
export const views = ['pools', ...sections, 'waste'] as const
const wasteKinds = ['reassign', 'reduce', 'exposure'] as const

export type View = 'subscriptions' | (typeof views)[number]
export type WasteKind = (typeof wasteKinds)[number]
export type LicencesSearch = ReturnType<typeof licencesSearch>

/** What the list of subscriptions is narrowed down to and sorted by; its export, too. */
export function subscriptionFilter(shown: LicencesSearch) {
  const { search, figure, gone, sort, desc } = shown
  return drop({
    search,
    figure: figures.find((each) => each === figure),
    states: wordsOf<(typeof states)[number]>(shown.states),
    vendors: wordsOf<VendorChoice>(shown.vendors),
    terms: wordsOf<(typeof terms)[number]>(shown.terms),
    at_term_end: wordsOf<(typeof termEnds)[number]>(shown.at_term_end),
    trial: wordsOf<(typeof trials)[number]>(shown.trial),
    sources: wordsOf<(typeof sources)[number]>(shown.sources),
    missing: wordsOf<(typeof facts)[number]>(shown.missing),
    ...narrowed(shown),
    gone,
    sort,
    desc,
  })
}

/** What the rows of a section are narrowed down to and sorted by; its export, too. */
export function sectionFilter({ search, vendors, at_term_end, where, except, sort, desc }: LicencesSearch) {
  return drop({
    search,
    vendors: wordsOf<VendorChoice>(vendors),
    at_term_end: wordsOf<(typeof termEnds)[number]>(at_term_end),
    ...narrowed({ where, except }),
    sort,
    desc,
  })
}

/** The same of the list of licences by product. */
export function poolFilter({ search, figure, vendors, excluded, where, except, sort, desc }: LicencesSearch) {
  return drop({
    search,
    figure: poolFigures.find((each) => each === figure),
    vendors: wordsOf<VendorChoice>(vendors),
    excluded: wordsOf<(typeof exclusions)[number]>(excluded),
    ...narrowed({ where, except }),
    sort,
    desc,
  })
}

/** The subscriptions, or another view on licences. */
export function licencesSearch(search: Search) {
  return drop({
    ...shellSearch(search),
    view: choiceParam(search, 'view', views),
    search: textParam(search, 'search'),
    figure: choiceParam(search, 'figure', [...figures, ...poolFigures]),
    family: choiceParam(search, 'family', families),
    states: listParam(search, 'states', oneOf(states)),
    vendors: listParam(search, 'vendors', oneOf(vendors)) ?? listParam(search, 'vendor', oneOf(vendors)),
    terms: listParam(search, 'terms', oneOf(terms)),
    at_term_end: listParam(search, 'at_term_end', oneOf(termEnds)),
    trial: listParam(search, 'trial', oneOf(trials)),
    sources: listParam(search, 'sources', oneOf(sources)),
    missing: listParam(search, 'missing', oneOf(facts)),
    excluded: listParam(search, 'excluded', oneOf(exclusions)),
    ...narrowing(search, [...subscriptionValues, 'excluded']),
    waste: choiceParam(search, 'waste', wasteKinds),
    gone: flagParam(search, 'gone'),
    sort: /^[a-z_]{1,40}$/.test(String(search.sort ?? '')) ? String(search.sort) : undefined,
    desc: flagParam(search, 'desc'),
  })
}
