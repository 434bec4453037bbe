import { choiceParam, drop, flagParam, type Search, shellSearch, textParam } from '../../lib/url-state'
import { vendors } from '../../lib/vendors'

export type ImportsSearch = ReturnType<typeof importsSearch>

/** The imported files, or the prices that came from them. */
export function importsSearch(search: Search) {
  return drop({
    ...shellSearch(search),
    view: choiceParam(search, 'view', ['prices'] as const),
    search: textParam(search, 'search'),
    vendor: choiceParam(search, 'vendor', vendors),
    sort: /^[a-z_]{1,40}$/.test(String(search.sort ?? '')) ? String(search.sort) : undefined,
    desc: flagParam(search, 'desc'),
  })
}
