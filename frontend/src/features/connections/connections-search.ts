import { choiceParam, drop, idParam, type Search, shellSearch, type ShellSearch } from '../../lib/url-state'
import { type VendorChoice, vendors } from '../../lib/vendors'

export interface ConnectionsSearch extends ShellSearch {
  /** The connection whose form is open. */
  edit?: number | 'new'
  /** The vendor of a new connection. */
  vendor?: VendorChoice
}

export function connectionsSearch(search: Search): ConnectionsSearch {
  return drop({
    ...shellSearch(search),
    edit: search.edit === 'new' ? ('new' as const) : idParam(search, 'edit'),
    vendor: choiceParam(search, 'vendor', vendors),
  })
}
