import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconExternalLink } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CustomerDetail, customerQueries } from '../../api/customers'
import { type PortalLink, portalQueries } from '../../api/portals'
import { PortalDialog } from './portal-dialog'
import { PortalItem } from './portal-item'

/** Leads to a customer in the portals of its vendors. */
export function PortalMenu({ customer }: { customer: number }) {
  const { t } = useTranslation()
  const links = useQuery(portalQueries.ofCustomer(customer))
  const detail = useQuery(customerQueries.detail(customer))
  const [editing, setEditing] = useState<Connection>()
  const items = links.data?.items ?? []
  const connections = connectionsOf(items, detail.data)
  return (
    <>
      <Menu position="bottom-end" width={300} menuItemTabIndex={0}>
        <Menu.Target>
          <Button
            leftSection={<IconExternalLink size={15} aria-hidden />}
            rightSection={<IconChevronDown size={13} aria-hidden />}
          >
            {t('portal.open')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={460} style={{ overflowY: 'auto' }}>
          {links.data && items.length === 0 && <Menu.Label>{t('portal.none')}</Menu.Label>}
          {connections.map(({ id, name }) => {
            const own = items.filter((link) => link.connection_id === id)
            return (
              own.length > 0 && (
                <div key={id}>
                  <Menu.Label>{name}</Menu.Label>
                  {own.map((link) => (
                    <PortalItem key={`${link.key} ${link.url}`} link={link} />
                  ))}
                </div>
              )
            )
          })}
          {connections.length > 0 && <Menu.Divider />}
          {connections.map((connection) => (
            <Menu.Item key={connection.id} onClick={() => setEditing(connection)}>
              {t('portal.edit', { connection: connection.name })}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {editing && <PortalDialog connection={editing} onClose={() => setEditing(undefined)} />}
    </>
  )
}

interface Connection {
  id: number
  name: string
}

/** The connections that list a customer: those with links first, then those whose links are still to be made. */
function connectionsOf(links: PortalLink[], customer?: CustomerDetail): Connection[] {
  const listed = [
    ...links.map((link) => ({ id: link.connection_id, name: link.connection })),
    ...(customer?.records ?? [])
      .filter((record) => !record.gone_at)
      .map((record) => ({ id: record.connection_id, name: record.connection })),
  ]
  return [...new Map(listed.map((each) => [each.id, each])).values()]
}
