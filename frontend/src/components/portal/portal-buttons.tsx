import { Button } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type PortalLink, portalQueries } from '../../api/portals'
import { usePortalLink } from './use-portal-link'

interface Props {
  customer: number
  /** The key of the portals' page that is led to. */
  page: string
  label: (link: PortalLink) => string
}

/** Leads to one page of a customer's portals, where they have such a page: what has no interface is done there. */
export function PortalButtons({ customer, page, label }: Props) {
  const links = useQuery(portalQueries.ofCustomer(customer))
  const linkTo = usePortalLink()
  return links.data?.items
    .filter(({ key }) => key === page)
    .map((link) => (
      <Button
        key={`${link.connection_id} ${link.url}`}
        size="compact-sm"
        leftSection={<IconExternalLink size={14} aria-hidden />}
        {...linkTo(link)}
      >
        {label(link)}
      </Button>
    ))
}
