import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useRef, useState } from 'react'
import { createRoot } from 'react-dom/client'
import './bare.css'

type Row = string[]

interface Size {
  rows: number
  columns: number
  height: string
}

const first: Size = { rows: 10_000, columns: 10, height: '100vh' }

const Line = memo(function Line({ row, columns, top }: { row: Row; columns: number; top: number }) {
  return (
    <div role="row" style={{ transform: `translateY(${top}px)` }}>
      {Array.from({ length: columns }, (_, n) => (
        <div key={n} role="gridcell">
          {row[n % row.length]}
        </div>
      ))}
    </div>
  )
})

/** One table of many rows of which those in sight are drawn, and nothing else. */
function Table({ all, size }: { all: Row[]; size: Size }) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: size.rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => 32,
    overscan: 10,
  })
  return (
    <div ref={scroller} role="grid" style={{ height: size.height }}>
      <div style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => (
          <Line key={index} row={all[index % all.length] ?? []} columns={size.columns} top={start} />
        ))}
      </div>
    </div>
  )
}

function Page() {
  const [all, setAll] = useState<Row[]>()
  const [size, setSize] = useState(first)
  useEffect(() => {
    // The benchmark makes the table as large as another that it is compared with.
    Object.assign(window, { resize: setSize })
    void fetch('/rows')
      .then((reply) => reply.json())
      .then(setAll)
  }, [])
  return all && <Table all={all} size={size} />
}

const root = document.getElementById('root')
if (root) createRoot(root).render(<Page />)
