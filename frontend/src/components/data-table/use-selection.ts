import { useState } from 'react'

export interface Selection {
  ids: ReadonlySet<number>
  has: (id: number) => boolean
  /** Selects or unselects a row; with extend, all rows between it and the last one as well. */
  toggle: (id: number, index: number, extend: boolean) => void
  set: (ids: number[]) => void
  clear: () => void
}

interface Options {
  /** Names the filter: another filter means another selection. */
  key: string
  idAt: (index: number) => number | undefined
}

const nothing: ReadonlySet<number> = new Set()

export function useSelection({ key, idAt }: Options): Selection {
  const [state, setState] = useState({ key, ids: nothing, last: -1 })
  const ids = state.key === key ? state.ids : nothing
  return {
    ids,
    has: (id) => ids.has(id),
    toggle: (id, index, extend) => {
      const next = new Set(ids)
      const select = !next.has(id)
      const from = extend && state.last >= 0 ? Math.min(state.last, index) : index
      const to = extend && state.last >= 0 ? Math.max(state.last, index) : index
      for (let at = from; at <= to; at++) {
        const each = at === index ? id : idAt(at)
        if (each === undefined) continue
        if (select) next.add(each)
        else next.delete(each)
      }
      setState({ key, ids: next, last: index })
    },
    set: (list) => setState({ key, ids: new Set(list), last: -1 }),
    clear: () => setState({ key, ids: nothing, last: -1 }),
  }
}
