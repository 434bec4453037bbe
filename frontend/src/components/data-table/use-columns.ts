import { useCallback, useState } from 'react'
import {
  builtInState,
  type Column,
  type ColumnState,
  loadColumns,
  narrowest,
  restoreColumns,
  saveColumns,
  savedColumns,
  widest,
} from './columns'

export interface Columns<Row> {
  all: Column<Row>[]
  state: ColumnState
  setState: (change: (old: ColumnState) => ColumnState) => void
  toggle: (id: string) => void
  /** Makes a column so many pixels wide, within what columns can be. */
  resize: (id: string, width: number) => void
  /** Both give what puts the columns back as they were, the saved ones too. */
  save: () => () => void
  reset: () => () => void
}

/** Which columns of a table are shown and how wide; kept for next time only when the user saves it. */
export function useColumns<Row>(name: string, all: Column<Row>[]): Columns<Row> {
  const [state, setState] = useState(() => loadColumns(name, all))
  const resize = useCallback(
    (id: string, width: number) =>
      setState((old) => ({
        ...old,
        sizing: { ...old.sizing, [id]: Math.max(narrowest, Math.min(widest, Math.round(width))) },
      })),
    [],
  )
  const changed = (change: () => void) => {
    const saved = savedColumns(name)
    change()
    return () => {
      restoreColumns(name, saved)
      setState(state)
    }
  }
  return {
    all,
    state,
    setState,
    toggle: (id) =>
      setState((old) => ({ ...old, visibility: { ...old.visibility, [id]: old.visibility[id] === false } })),
    resize,
    save: () => changed(() => saveColumns(name, state)),
    reset: () =>
      changed(() => {
        restoreColumns(name, null)
        setState(builtInState(all))
      }),
  }
}
