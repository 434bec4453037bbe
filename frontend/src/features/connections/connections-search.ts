import { choiceParam, drop, idParam, type Search, shellSearch, type ShellSearch } from '../../lib/url-state'

export interface ConnectionsSearch extends ShellSearch {
  /** The connection whose form is open. */
  edit?: number | 'new'
  /** The vendor of a new connection. */
  vendor?: 'webex' | 'microsoft'
}

export function connectionsSearch(search: Search): ConnectionsSearch {
  return drop({
    ...shellSearch(search),
    edit: search.edit === 'new' ? ('new' as const) : idParam(search, 'edit'),
    vendor: choiceParam(search, 'vendor', ['webex', 'microsoft'] as const),
  })
}
