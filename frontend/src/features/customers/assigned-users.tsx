import { Skeleton } from '@mantine/core'
import { IconUserShare } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { poolQueries, type PoolRow } from '../../api/pools'
import { Age } from '../../components/ui/age'
import { Badge } from '../../components/ui/badge'
import { Dialog } from '../../components/ui/dialog'
import { ErrorState } from '../../components/ui/error-state'
import table from '../../components/ui/plain-table.module.css'
import { useLocale } from '../../lib/locale'
import classes from './customer-drawer.module.css'

/** Vendors that tell who holds a product's licences at the moment they are asked. */
export function tellsAssignedUsers(pool: PoolRow): boolean {
  return pool.vendor === 'webex' && pool.synced_at !== null && !pool.gone_at
}

/** Who holds a product, asked at the vendor now and kept nowhere. */
export function AssignedUsers({ pool, onClose }: { pool: PoolRow; onClose: () => void }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const users = useQuery(poolQueries.assignedUsers(pool.id))
  const found = users.data?.items.toSorted((a, b) => a.name.localeCompare(b.name, f.locale)) ?? []
  const workspaces = users.data?.workspaces ?? 0
  return (
    <Dialog title={t('assigned_users.title', { product: pool.product })} size={640} onClose={onClose}>
      {users.isPending && <Skeleton height={120} />}
      {users.isError && <ErrorState error={users.error} onRetry={() => void users.refetch()} />}
      {users.data && (
        <>
          <p className={classes.quiet}>
            {t('assigned_users.count', { count: found.length, number: f.int(found.length) })} ·{' '}
            {t('assigned_users.read')} <Age at={users.data.read_at} />
          </p>
          {workspaces > 0 && (
            <p className={classes.quiet}>
              {t('assigned_users.workspaces', { count: workspaces, number: f.int(workspaces) })}
            </p>
          )}
          {found.length > 0 && (
            <table className={table.table} aria-label={t('assigned_users.title', { product: pool.product })}>
              <thead>
                <tr>
                  <th scope="col">{t('column.name')}</th>
                  <th scope="col">{t('row.email')}</th>
                </tr>
              </thead>
              <tbody>
                {found.map((user) => (
                  <tr key={user.key}>
                    <td data-wrap>
                      {user.name}{' '}
                      {user.external && <Badge tone="calm" icon={IconUserShare} label={t('assigned_users.external')} />}
                    </td>
                    <td data-wrap>{user.email}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
    </Dialog>
  )
}
