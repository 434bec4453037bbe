import { drop, idParam, type Search, shellSearch, type ShellSearch } from '../../lib/url-state'

export interface SyncSearch extends ShellSearch {
  /** The run whose tasks are shown. */
  run?: number
}

export function syncSearch(search: Search): SyncSearch {
  return drop({ ...shellSearch(search), run: idParam(search, 'run') })
}
