import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { Sort } from '../data-table/data-table'
import classes from './kind-table.module.css'

export type Sorting = Sort

interface Props {
  id: string
  name: string
  numeric?: boolean
  sort?: Sorting
  onSort: (sort: Sorting) => void
}

/** A heading of a plain table that Go sorts by its column: numbers the largest first, then the other way round. */
export function SortHeading({ id, name, numeric = false, sort, onSort }: Props) {
  const sorted = sort?.id === id
  const Arrow = sort?.desc ? IconArrowDown : IconArrowUp
  const direction = sorted ? (sort.desc ? 'descending' : 'ascending') : 'none'
  return (
    <th scope="col" aria-sort={direction} data-numeric={numeric || undefined}>
      <button
        type="button"
        className={classes.sort}
        onClick={() => onSort({ id, desc: sorted ? !sort.desc : numeric })}
      >
        {name}
        {sorted && <Arrow size={13} aria-hidden />}
      </button>
    </th>
  )
}
