import { useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { beforePrinting } from '../../lib/print'
import type { WindowedList } from './use-windowed-list'

/** So many rows are printed; more of them are for an export. */
const mostPrinted = 2000

/** The first rows of a list, as far as they are loaded without a gap. */
function loaded<Row>({ rows, places }: WindowedList<Row>): Row[] {
  const gap = rows.findIndex((_, place) => places.get(place) !== place)
  return rows.slice(0, Math.min(gap < 0 ? rows.length : gap, mostPrinted))
}

/** The rows that stand on paper, from the first one on; undefined on the screen. */
export function usePrintedRows<Row>(list: WindowedList<Row>): Row[] | undefined {
  const [rows, setRows] = useState<Row[]>()
  const current = useRef(list)
  useEffect(() => {
    current.current = list
  })
  useEffect(() => {
    let fetched: Row[] | undefined
    const begin = () => flushSync(() => setRows(fetched ?? loaded(current.current)))
    const end = () => {
      fetched = undefined
      setRows(undefined)
    }
    const forget = beforePrinting(async () => {
      fetched = await current.current.findFirst(mostPrinted)
    })
    window.addEventListener('beforeprint', begin)
    window.addEventListener('afterprint', end)
    return () => {
      forget()
      window.removeEventListener('beforeprint', begin)
      window.removeEventListener('afterprint', end)
    }
  }, [])
  return rows
}
