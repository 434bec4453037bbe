import { type KeyboardEvent, useState } from 'react'
import { copyText } from '../../api/desktop'

interface Options<Row> {
  listKey: string
  total: number
  pageRows: number
  scrollTo: (index: number) => void
  open: (index: number) => void
  toggle: (index: number) => void
  /** Closes or opens the group whose heading that line is, and says whether it is one. */
  fold: (index: number, closed: boolean) => boolean
  copy: (index: number) => Row | undefined
  /** Offers what can be done with a row. */
  menu: (index: number) => void
  textOf: (row: Row) => string[]
}

/**
 * Moves through a table by keyboard: arrows, page keys, Home, End; Enter opens, Space selects, Ctrl+C copies, Shift+F10 or
 * the menu key offers what can be done with the row; left and right close and open a group.
 */
export function useRowKeys<Row>(options: Options<Row>) {
  const [state, setState] = useState({ key: options.listKey, index: -1 })
  const active = state.key === options.listKey ? state.index : -1
  const setActive = (index: number) => setState({ key: options.listKey, index })
  const move = (index: number) => {
    const next = Math.max(0, Math.min(options.total - 1, index))
    setActive(next)
    options.scrollTo(next)
  }
  const moves: Record<string, () => void> = {
    ArrowDown: () => move(active + 1),
    ArrowUp: () => move(active - 1),
    PageDown: () => move(active + options.pageRows),
    PageUp: () => move(active - options.pageRows),
    Home: () => move(0),
    End: () => move(options.total - 1),
    Enter: () => options.open(active),
    ' ': () => options.toggle(active),
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return
    if ((event.ctrlKey || event.metaKey) && event.key === 'c' && !window.getSelection()?.toString()) {
      const row = options.copy(active)
      if (row) void copyText(options.textOf(row).join('\t'))
      return
    }
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      event.preventDefault()
      event.stopPropagation() // the menu closes by keys pressed elsewhere, and this one is still on its way
      options.menu(active)
      return
    }
    const act = moves[event.key]
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const folds = event.key === 'ArrowLeft' || event.key === 'ArrowRight'
    if (folds && options.fold(active, event.key === 'ArrowLeft')) event.preventDefault()
    if (!act) return
    event.preventDefault()
    act()
  }
  return { active, setActive, onKeyDown }
}
