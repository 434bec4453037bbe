import { kindTables } from '../../components/kinds/kind-search'
import { choiceParam, drop, idParam, type Search, shellSearch, type ShellSearch } from '../../lib/url-state'
import { type VendorChoice, vendors } from '../../lib/vendors'

export interface ConnectionsSearch extends ShellSearch {
  /** The connection whose form is open; 'many' is the table of new ones. */
  edit?: number | 'new' | 'many'
  /** The connection of which is shown what it read. */
  read?: number
  /** The vendor of a new connection. */
  vendor?: VendorChoice
  /** How the tables of what it read stand. */
  tables?: string
}

export function connectionsSearch(search: Search): ConnectionsSearch {
  return drop({
    ...shellSearch(search),
    edit: search.edit === 'new' || search.edit === 'many' ? search.edit : idParam(search, 'edit'),
    read: idParam(search, 'read'),
    vendor: choiceParam(search, 'vendor', vendors),
    ...kindTables(search),
  })
}
