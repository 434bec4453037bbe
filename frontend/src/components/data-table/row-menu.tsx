import { Menu } from '@mantine/core'
import { IconClipboardList, IconCopy, IconLayoutSidebarRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { copyText } from '../../api/desktop'
import { portalQueries } from '../../api/portals'
import { PortalItem } from '../portal/portal-item'
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
  /** The customer that a row is about, where it does not say so in customer_id. */
  customerOf?: (row: Row) => number
  onOpen?: (row: Row) => void
  onClose: () => void
}

/** What a right click on a row offers, and Shift+F10. */
export function RowMenu<Row extends object>({ target, columns, customerOf, onOpen, onClose }: Props<Row>) {
  const { t } = useTranslation()
  if (!target) return null
  const { customer_id: customer, connection_id: connection } = target.row as Whose
  const column = columns.all.find((c) => c.id === target.column)
  const visible = columns.all.filter((c) => columns.state.visibility[c.id] !== false)
  return (
    <Menu opened onClose={onClose} position="bottom-start" offset={0} menuItemTabIndex={0}>
      <Menu.Target>
        <button
          type="button"
          tabIndex={-1}
          aria-label={t('table.actions')}
          className={classes.menu}
          style={{ left: target.x, top: target.y }}
        />
      </Menu.Target>
      <Menu.Dropdown mah={460} style={{ overflowY: 'auto' }}>
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
        <PortalItems customer={customerOf?.(target.row) ?? customer ?? 0} connection={connection} />
      </Menu.Dropdown>
    </Menu>
  )
}

/** Whose a row of most tables is. */
interface Whose {
  customer_id?: number
  connection_id?: number
}

/** Leads to the row's customer in the portal of its connection, of a row of none in all its portals. */
function PortalItems({ customer, connection }: { customer: number; connection?: number }) {
  const { t } = useTranslation()
  const links = useQuery({ ...portalQueries.ofCustomer(customer), enabled: customer > 0 })
  const items = links.data?.items.filter((link) => connection === undefined || link.connection_id === connection) ?? []
  if (customer === 0 || items.length === 0) return null
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{t('portal.open')}</Menu.Label>
      {items.map((link) => (
        <PortalItem key={`${link.connection_id} ${link.key} ${link.url}`} link={link} />
      ))}
    </>
  )
}
