import { families } from '../../lib/families'
import { choiceParam, drop, flagParam, type Search, shellSearch, textParam } from '../../lib/url-state'
import { vendors } from '../../lib/vendors'

export const figures = ['added', 'expiring', 'renewing', 'open', 'missing_dates', 'missing_price'] as const
export const poolFigures = ['low', 'over'] as const

/** The sections of the licence dashboards, and the waste finder. */
export const sections = ['added', 'expiring', 'renewing', 'open', 'low', 'over'] as const
export const views = ['pools', ...sections, 'waste'] as const
const wasteKinds = ['reassign', 'reduce', 'exposure'] as const

export type View = 'subscriptions' | (typeof views)[number]
export type WasteKind = (typeof wasteKinds)[number]
export type LicencesSearch = ReturnType<typeof licencesSearch>

/** What the list of subscriptions is narrowed down to and sorted by; its export, too. */
export function subscriptionFilter({ search, figure, vendor, gone, sort, desc }: LicencesSearch) {
  return { search, figure: figures.find((each) => each === figure), vendor, gone, sort, desc }
}

/** The same of the list of licences by product. */
export function poolFilter({ search, figure, sort, desc }: LicencesSearch) {
  return { search, figure: poolFigures.find((each) => each === figure), sort, desc }
}

/** The subscriptions, or another view on licences. */
export function licencesSearch(search: Search) {
  return drop({
    ...shellSearch(search),
    view: choiceParam(search, 'view', views),
    search: textParam(search, 'search'),
    figure: choiceParam(search, 'figure', [...figures, ...poolFigures]),
    family: choiceParam(search, 'family', families),
    vendor: choiceParam(search, 'vendor', vendors),
    waste: choiceParam(search, 'waste', wasteKinds),
    gone: flagParam(search, 'gone'),
    sort: /^[a-z_]{1,40}$/.test(String(search.sort ?? '')) ? String(search.sort) : undefined,
    desc: flagParam(search, 'desc'),
  })
}
