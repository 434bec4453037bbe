import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { memo } from 'react'
import { useLocale } from '../../lib/locale'
import classes from './data-table.module.css'
import type { Group } from './use-groups'

interface Props {
  id: string
  group: Group
  line: number
  top: number
  columns: number
  closed: boolean
  active: boolean
}

/** The heading of a group: its name and how many rows it has. A click, Enter or Space closes it. */
export const GroupRow = memo(function GroupRow({ id, group, line, top, columns, closed, active }: Props) {
  const { t, f } = useLocale()
  const Chevron = closed ? IconChevronRight : IconChevronDown
  return (
    <div
      role="row"
      aria-rowindex={line + 2}
      className={classes.group}
      style={{ transform: `translateY(${top}px)` }}
      data-group={group.id}
      data-line={line}
      data-active={active || undefined}
    >
      <div role="gridcell" aria-colspan={columns} className={classes.groupCell}>
        <button id={id} type="button" tabIndex={-1} aria-expanded={!closed} className={classes.groupName}>
          <Chevron size={15} aria-hidden />
          <span>{group.name}</span>
        </button>
        <span className={classes.groupCount}>{t('table.rows', { count: group.rows, number: f.int(group.rows) })}</span>
      </div>
    </div>
  )
})
