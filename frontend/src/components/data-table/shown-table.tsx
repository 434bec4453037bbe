import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'

/** What the page's table shows, for what stands elsewhere on the page. */
interface ShownTable {
  /** The columns in sight, from left to right. */
  columns: string[]
  /** How many rows the list has; undefined until that is known. */
  rows?: number
}

const ShownContext = createContext<ShownTable | undefined>(undefined)
const ShowContext = createContext<(table?: ShownTable) => void>(() => undefined)

export function ShownTableProvider({ children }: { children: ReactNode }) {
  const [shown, show] = useState<ShownTable>()
  return (
    <ShowContext value={show}>
      <ShownContext value={shown}>{children}</ShownContext>
    </ShowContext>
  )
}

/** The table of the page; undefined where it has none. */
export function useShownTable(): ShownTable | undefined {
  return useContext(ShownContext)
}

/** Tells what a table shows for as long as it is there; its columns with commas between them. */
export function useShowTable(columns: string, rows?: number) {
  const show = useContext(ShowContext)
  useEffect(() => {
    show({ columns: columns.split(','), rows })
    return () => show(undefined)
  }, [show, columns, rows])
}
