import { Button } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { openLink } from '../../api/desktop'
import type { OwnOrganisation } from '../../api/organisation'
import { Age } from '../../components/ui/age'
import table from '../../components/ui/plain-table.module.css'
import classes from './organisation.module.css'

/** Who we are at each vendor: what the sign-in itself tells. */
export function OwnOrganisations({ organisations }: { organisations: OwnOrganisation[] }) {
  const { t } = useTranslation()
  return (
    <div className={classes.wide}>
      <table className={table.table} aria-label={t('organisation.at_vendors')}>
        <thead>
          <tr>
            <th scope="col">{t('column.connection')}</th>
            <th scope="col">{t('column.vendor')}</th>
            <th scope="col">{t('organisation.id')}</th>
            <th scope="col">{t('column.account')}</th>
            <th scope="col">{t('organisation.first_read')}</th>
            <th scope="col">{t('organisation.portals')}</th>
          </tr>
        </thead>
        <tbody>
          {organisations.map((own) => (
            <tr key={own.connection_id}>
              <td>
                <Link to="/connections" search={{ edit: own.connection_id }} className={classes.link}>
                  {own.connection}
                </Link>
              </td>
              <td>{t(`vendor.${own.vendor}`)}</td>
              <td className={classes.id}>{own.account.org || t('organisation.not_told')}</td>
              <td>{own.account.name || own.account.id || t('organisation.not_told')}</td>
              <td>{own.first_full_at ? <Age at={own.first_full_at} /> : t('organisation.not_read')}</td>
              <td>
                <Portals own={own} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Portals({ own }: { own: OwnOrganisation }) {
  const { t } = useTranslation()
  const open = useMutation({ mutationFn: openLink })
  if (own.links.length === 0) return t('organisation.no_portal')
  return (
    <div className={classes.portals}>
      {own.links.map((link) => (
        <Button
          key={link.key}
          size="compact-xs"
          variant="subtle"
          rightSection={<IconExternalLink size={13} aria-hidden />}
          onClick={() => open.mutate(link.url)}
        >
          {link.name}
        </Button>
      ))}
    </div>
  )
}
