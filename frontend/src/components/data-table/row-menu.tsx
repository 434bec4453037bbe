import { Menu } from '@mantine/core'
import { IconClipboardList, IconCopy, IconLayoutSidebarRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { copyText } from '../../api/desktop'
import classes from './data-table.module.css'
import type { Columns } from './use-columns'

export interface RowMenuTarget<Row> {
  row: Row
  column: string
  x: number
  y: number
}

interface Props<Row> {
  target?: RowMenuTarget<Row>
  columns: Columns<Row>
  onOpen?: (row: Row) => void
  onClose: () => void
}

/** What a right click on a row offers. */
export function RowMenu<Row>({ target, columns, onOpen, onClose }: Props<Row>) {
  const { t } = useTranslation()
  if (!target) return null
  const column = columns.all.find((c) => c.id === target.column)
  const visible = columns.all.filter((c) => columns.state.visibility[c.id] !== false)
  return (
    <Menu opened onClose={onClose} position="bottom-start" offset={0}>
      <Menu.Target>
        <button
          type="button"
          tabIndex={-1}
          aria-label={t('table.actions')}
          className={classes.menu}
          style={{ left: target.x, top: target.y }}
        />
      </Menu.Target>
      <Menu.Dropdown>
        {onOpen && (
          <Menu.Item leftSection={<IconLayoutSidebarRight size={15} aria-hidden />} onClick={() => onOpen(target.row)}>
            {t('table.open')}
          </Menu.Item>
        )}
        {column && (
          <Menu.Item
            leftSection={<IconCopy size={15} aria-hidden />}
            onClick={() => void copyText(column.text(target.row))}
          >
            {t('table.copy_cell')}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconClipboardList size={15} aria-hidden />}
          onClick={() => void copyText(visible.map((c) => c.text(target.row)).join('\t'))}
        >
          {t('table.copy_row')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
