import { families } from '../../lib/families'
import { choiceParam, drop, flagParam, type Search, shellSearch, textParam } from '../../lib/url-state'
import { vendors } from '../../lib/vendors'

export const figures = ['expiring', 'renewing', 'open', 'missing_dates', 'missing_price'] as const
export const poolFigures = ['low', 'over'] as const

export type LicencesSearch = ReturnType<typeof licencesSearch>

/** The subscriptions, or with view=pools the seats of products over all subscriptions. */
export function licencesSearch(search: Search) {
  return drop({
    ...shellSearch(search),
    view: choiceParam(search, 'view', ['pools'] as const),
    search: textParam(search, 'search'),
    figure: choiceParam(search, 'figure', [...figures, ...poolFigures]),
    family: choiceParam(search, 'family', families),
    vendor: choiceParam(search, 'vendor', vendors),
    gone: flagParam(search, 'gone'),
    sort: /^[a-z_]{1,40}$/.test(String(search.sort ?? '')) ? String(search.sort) : undefined,
    desc: flagParam(search, 'desc'),
  })
}
