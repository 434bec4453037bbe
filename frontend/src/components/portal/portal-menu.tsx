import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconExternalLink } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { copyText, openLink, opensByGo } from '../../api/desktop'
import { type PortalLink, portalQueries } from '../../api/portals'
import { notifyDone } from '../ui/notify'
import { PortalDialog } from './portal-dialog'

/** Leads to a customer in the portals of its vendors. */
export function PortalMenu({ customer }: { customer: number }) {
  const { t } = useTranslation()
  const links = useQuery(portalQueries.ofCustomer(customer))
  const [editing, setEditing] = useState<PortalLink>()
  const items = links.data?.items ?? []
  const connections = [...new Map(items.map((link) => [link.connection_id, link])).values()]
  return (
    <>
      <Menu position="bottom-end" width={300}>
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
          {connections.map((first) => (
            <div key={first.connection_id}>
              <Menu.Label>{first.connection}</Menu.Label>
              {items
                .filter((link) => link.connection_id === first.connection_id)
                .map((link) => (
                  <PortalItem key={`${link.key} ${link.url}`} link={link} />
                ))}
            </div>
          ))}
          {connections.length > 0 && <Menu.Divider />}
          {connections.map((first) => (
            <Menu.Item key={first.connection_id} onClick={() => setEditing(first)}>
              {t('portal.edit', { connection: first.connection })}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {editing && <PortalDialog link={editing} onClose={() => setEditing(undefined)} />}
    </>
  )
}

/** In a browser a link like any other; in the window Go opens it in the default browser. */
function PortalItem({ link }: { link: PortalLink }) {
  const { t } = useTranslation()
  const copy = () => {
    if (link.copy) void copyText(link.copy).then(() => notifyDone(t('portal.copied')))
  }
  return (
    <Menu.Item
      component="a"
      href={link.url}
      target="_blank"
      rel="noopener noreferrer"
      rightSection={link.copy ? <small>{t('portal.home')}</small> : undefined}
      onClick={(event) => {
        copy()
        if (!opensByGo()) return
        event.preventDefault()
        void openLink(link.url)
      }}
    >
      {link.name}
    </Menu.Item>
  )
}
