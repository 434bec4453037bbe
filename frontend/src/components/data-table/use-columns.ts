import { useState } from 'react'
import { builtInState, type Column, type ColumnState, forgetColumns, loadColumns, saveColumns } from './columns'

export interface Columns<Row> {
  all: Column<Row>[]
  state: ColumnState
  setState: (change: (old: ColumnState) => ColumnState) => void
  toggle: (id: string) => void
  save: () => void
  reset: () => void
}

/** Which columns of a table are shown and how wide; kept for next time only when the user saves it. */
export function useColumns<Row>(name: string, all: Column<Row>[]): Columns<Row> {
  const [state, setState] = useState(() => loadColumns(name, all))
  return {
    all,
    state,
    setState,
    toggle: (id) =>
      setState((old) => ({ ...old, visibility: { ...old.visibility, [id]: old.visibility[id] === false } })),
    save: () => saveColumns(name, state),
    reset: () => {
      forgetColumns(name)
      setState(builtInState(all))
    },
  }
}
