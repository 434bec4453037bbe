import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../lib/locale'
import classes from './data-table.module.css'
import type { Selection } from './use-selection'
import type { WindowedList } from './use-windowed-list'

interface Props<Row> {
  list: WindowedList<Row>
  selection?: Selection
  children?: ReactNode
}

/** How many rows there are and how many are selected. */
export function TableFoot<Row>({ list, selection, children }: Props<Row>) {
  const { t } = useTranslation()
  const { f } = useLocale()
  return (
    <div className={classes.foot}>
      <span role="status">
        {list.status === 'ready' && t('table.rows', { count: list.total, number: f.int(list.total) })}
      </span>
      {selection && selection.ids.size > 0 && (
        <span>{t('table.selected', { count: selection.ids.size, number: f.int(selection.ids.size) })}</span>
      )}
      {children}
    </div>
  )
}
