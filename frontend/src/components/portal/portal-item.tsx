import { Menu } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { PortalLink } from '../../api/portals'
import { usePortalLink } from './use-portal-link'

/** Leads to one page of a customer's portals, in a menu. */
export function PortalItem({ link }: { link: PortalLink }) {
  const { t } = useTranslation()
  const linkTo = usePortalLink()
  return (
    <Menu.Item rightSection={link.copy ? <small>{t('portal.home')}</small> : undefined} {...linkTo(link)}>
      {link.name}
    </Menu.Item>
  )
}
