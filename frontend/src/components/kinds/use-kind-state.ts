import { useNavigate, useSearch } from '@tanstack/react-router'
import { drop } from '../../lib/url-state'
import { type KindState, kindState, withKind } from './kind-search'

/** How the table of a kind stands in the page's address, so that a link shows the same rows. */
export function useKindState(kind: string): [KindState, (change: KindState) => void] {
  const { tables } = useSearch({ strict: false })
  const navigate = useNavigate()
  const change = (to: KindState) =>
    void navigate({
      to: '.',
      search: (prev) => {
        const state = { ...kindState(prev.tables, kind), ...to }
        return drop({ ...prev, tables: withKind(prev.tables, kind, state) })
      },
      replace: true,
    })
  return [kindState(tables, kind), change]
}
