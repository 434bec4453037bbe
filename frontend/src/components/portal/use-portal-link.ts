import type { MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { copyText, openLink, opensByGo } from '../../api/desktop'
import type { PortalLink } from '../../api/portals'
import { notifyDone } from '../ui/notify'

/** Makes a link of what leads into a portal: in a browser one like any other; in the window Go opens it in the default browser. */
export function usePortalLink() {
  const { t } = useTranslation()
  return (link: PortalLink) => ({
    component: 'a' as const,
    href: link.url,
    target: '_blank',
    rel: 'noopener noreferrer',
    onClick: (event: MouseEvent) => {
      if (link.copy) void copyText(link.copy).then(() => notifyDone(t('portal.copied')))
      if (!opensByGo()) return
      event.preventDefault()
      void openLink(link.url)
    },
  })
}
