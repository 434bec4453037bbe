import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomerDetail, PoolRow } from '../../api/customers'
import { addressFields, portalQueries, type TypedField } from '../../api/portals'
import { SeatTrend } from '../../components/chart/seat-trend'
import { Age } from '../../components/ui/age'
import { Facts } from '../../components/ui/facts'
import { SeatsUnknown } from '../../components/ui/seats-unknown'
import { SeatBar } from '../../components/ui/seat-bar'
import { Sourced } from '../../components/ui/source-mark'
import { CustomerStatusReasons } from '../../components/ui/status-badges'
import { VendorTags } from '../../components/ui/vendor-tags'
import { useLocale } from '../../lib/locale'
import { AssignedUsers, tellsAssignedUsers } from './assigned-users'
import classes from './customer-drawer.module.css'
import { CustomerFact } from './customer-fact'

export function CustomerOverview({ customer }: { customer: CustomerDetail }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const seats = (n: number) => (customer.seats_known ? f.int(n) : <SeatsUnknown noAccess={customer.no_access} />)
  const facts = useQuery(portalQueries.facts(customer.id))
  const fact = (field: TypedField) => ({
    customer: customer.id,
    field,
    fact: facts.data?.items.find((each) => each.field === field),
    typed: customer.typed.includes(field) || undefined,
  })
  const marked = (field: string, text: string) =>
    text !== '' && customer.typed.includes(field) ? <Sourced source="typed">{text}</Sourced> : text
  return (
    <>
      {customer.statuses.length > 0 && (
        <>
          <h3>{t('customer.status_reasons')}</h3>
          <CustomerStatusReasons customer={customer.id} statuses={customer.statuses} />
          <h3>{t('customer.details')}</h3>
        </>
      )}
      <Facts
        facts={[
          [t('column.domain'), <CustomerFact key="domain" {...fact('domain')} value={customer.domain} />],
          [t('column.country'), <CustomerFact key="country" {...fact('country')} value={customer.country} />],
          [t('column.vendors'), <VendorTags key="vendors" vendors={customer.vendors} />],
          [t('column.families'), customer.families.map((family) => t(`family.${family || 'other'}`)).join(', ')],
          [t('column.bought'), seats(customer.bought)],
          [t('column.assigned'), seats(customer.assigned)],
          [t('column.available'), seats(customer.available)],
          [t('column.over_seats'), seats(customer.over_seats)],
          [t('column.next_ends_on'), marked('next_ends_on', f.date(customer.next_ends_on))],
          [t('column.next_renews_on'), marked('next_renews_on', f.date(customer.next_renews_on))],
          [t('column.next_open_on'), marked('next_open_on', f.date(customer.next_open_on))],
          [t('column.unmatched'), f.bool(customer.unmatched)],
          [t('column.synced_at'), customer.synced_at ? <Age at={customer.synced_at} /> : t('value.never')],
          [t('column.first_seen_at'), f.dateTime(customer.first_seen_at)],
        ]}
        where={[[t('column.gone_at'), customer.gone_at && f.dateTime(customer.gone_at)]]}
      />
      <h3>{t('facts.address')}</h3>
      <Facts facts={addressFields.map((field) => [t(`row.${field}`), <CustomerFact key={field} {...fact(field)} />])} />
      <h3>{t('customer.pools')}</h3>
      {customer.pools.length === 0 ? (
        <p className={classes.quiet}>{t('customer.no_pools')}</p>
      ) : (
        <ul className={classes.list}>
          {customer.pools.map((pool) => (
            <Pool key={pool.id} pool={pool} />
          ))}
        </ul>
      )}
      <h3>{t('customer.history')}</h3>
      <SeatTrend label={t('customer.history')} points={customer.history} view="chart" height="180px" />
    </>
  )
}

function Pool({ pool }: { pool: PoolRow }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const [asked, setAsked] = useState(false)
  const notes = [
    pool.pool_name ?? '',
    t(`vendor_short.${pool.vendor}`),
    t(`family.${pool.family || 'other'}`),
    pool.excluded ? t('customer.left_out', { reason: t(`exclusion.${pool.excluded}`) }) : '',
    pool.shared_by > 1 ? t('customer.shared_by', { count: pool.shared_by }) : '',
    pool.median_ratio !== null && pool.ratio !== null
      ? t('customer.ratio', { ratio: f.percent(pool.ratio), median: f.percent(pool.median_ratio) })
      : '',
    pool.gone_at ? t('customers.gone_since', { time: f.dateTime(pool.gone_at) }) : '',
  ]
  return (
    <li className={classes.pool}>
      <span>
        {pool.product}
        <br />
        <span className={classes.quiet}>{notes.filter(Boolean).join(' · ')}</span>
        {tellsAssignedUsers(pool) && (
          <Button variant="subtle" size="compact-xs" onClick={() => setAsked(true)}>
            {t('assigned_users.show')}
          </Button>
        )}
        {asked && <AssignedUsers pool={pool} onClose={() => setAsked(false)} />}
      </span>
      {pool.assigned === null ? (
        <span className={classes.quiet}>{t('seats.uncounted', { bought: f.int(pool.bought) })}</span>
      ) : (
        <SeatBar bought={pool.bought} assigned={pool.assigned} used={pool.used} />
      )}
    </li>
  )
}
