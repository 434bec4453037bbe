import { choiceParam, drop, idParam, type Search, shellSearch, type ShellSearch } from '../../lib/url-state'
import { type VendorChoice, vendors } from '../../lib/vendors'

export interface ConnectionsSearch extends ShellSearch {
  /** The connection whose form is open; 'many' is the table of new ones. */
  edit?: number | 'new' | 'many'
  /** The vendor of a new connection. */
  vendor?: VendorChoice
}

export function connectionsSearch(search: Search): ConnectionsSearch {
  return drop({
    ...shellSearch(search),
    edit: search.edit === 'new' || search.edit === 'many' ? search.edit : idParam(search, 'edit'),
    vendor: choiceParam(search, 'vendor', vendors),
  })
}
