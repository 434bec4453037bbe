import { Button } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomerDetail } from '../../api/customers'
import type { SubscriptionRow } from '../../api/subscriptions'
import { TypeInDialog } from '../../components/type-in/type-in-dialog'
import { Facts } from '../../components/ui/facts'
import { billingText, givenText, typedAt } from '../../components/ui/given-text'
import { Sourced } from '../../components/ui/source-mark'
import { SubscriptionStatus } from '../../components/ui/status-badges'
import { useLocale } from '../../lib/locale'
import classes from './customer-drawer.module.css'

export function CustomerSubscriptions({ customer }: { customer: CustomerDetail }) {
  const { t } = useTranslation()
  const [typing, setTyping] = useState<SubscriptionRow[]>()
  const rows = customer.subscription_rows
  if (rows.length === 0) return <p className={classes.quiet}>{t('customer.no_subscriptions')}</p>
  return (
    <>
      <ul className={classes.list}>
        {rows.map((row) => (
          <Subscription key={row.id} row={row} onTypeIn={() => setTyping([row])} />
        ))}
      </ul>
      {rows.length > 1 && (
        <Button mt="sm" leftSection={<IconPencil size={15} aria-hidden />} onClick={() => setTyping(rows)}>
          {t('type_in.for_all', { count: rows.length })}
        </Button>
      )}
      {typing && <TypeInDialog rows={typing} onClose={() => setTyping(undefined)} />}
    </>
  )
}

function Subscription({ row, onTypeIn }: { row: SubscriptionRow; onTypeIn: () => void }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const assigned = row.assigned ?? row.pool?.assigned ?? undefined
  const bought = row.assigned === null ? row.pool?.bought : row.quantity
  const available = bought === undefined || assigned === undefined ? undefined : Math.max(0, bought - assigned)
  // Use is counted by product: it is the line's where the line has all of its seats.
  const used = row.pool?.bought === row.quantity || row.assigned === null ? row.pool?.used : undefined
  const ofPool = row.assigned === null && (row.pool?.shared_by ?? 0) > 1 ? ` (${t('customer.of_pool')})` : ''
  const sourced = (
    fact: string,
    source: SubscriptionRow['source'],
    text: ReactNode,
    given?: string,
  ): [string, ReactNode] => [
    t(`column.${fact}`),
    <Sourced key={fact} source={source} typedAt={typedAt(row, fact)} given={given}>
      {text}
    </Sourced>,
  ]
  return (
    <li>
      <div className={classes.itemHead}>
        <strong>{row.product}</strong>
        <Sourced source={row.status_source} typedAt={typedAt(row, 'status')}>
          <SubscriptionStatus status={row.status} />
        </Sourced>
        {row.trial && (
          <Sourced source={row.trial_source} typedAt={typedAt(row, 'trial')}>
            <span className={classes.quiet}>{t('column.trial')}</span>
          </Sourced>
        )}
        <span className={classes.grow} />
        <Button
          size="compact-xs"
          leftSection={<IconPencil size={13} aria-hidden />}
          aria-label={t('type_in.for', { product: row.product })}
          onClick={onTypeIn}
        >
          {t('type_in.button')}
        </Button>
      </div>
      <Facts
        facts={[
          [t('column.quantity'), f.int(row.quantity)],
          [t('column.assigned_seats'), assigned === undefined ? t('value.unknown') : `${f.int(assigned)}${ofPool}`],
          [t('column.used'), typeof used === 'number' ? `${f.int(used)}${ofPool}` : t('value.unknown')],
          [t('column.available'), available === undefined ? t('value.unknown') : `${f.int(available)}${ofPool}`],
          sourced('term_end_on', row.term_end_source, f.date(row.term_end_on), givenText(row, 'term_end_on', t, f)),
          sourced('cancel_until', row.cancel_until_source, row.cancel_until && f.dateTime(row.cancel_until)),
          sourced(
            'at_term_end',
            row.at_term_end_source,
            t(`at_term_end.${row.at_term_end || 'unknown'}`),
            givenText(row, 'at_term_end', t, f),
          ),
          sourced('term', row.term_source, t(`term.${row.term || 'unknown'}`), givenText(row, 'term', t, f)),
          sourced(
            'unit_price',
            row.price_source,
            row.unit_price &&
              `${f.money(row.unit_price, row.currency)} ${t(`price_period.${row.price_period || 'month'}`)}`,
          ),
          [t('column.number'), row.number],
          [t('column.sku'), row.sku],
          [t('column.family'), t(`family.${row.family || 'other'}`)],
          ...(row.tags ? [[t('column.tags'), row.tags] as [string, string]] : []),
          sourced('created_on', row.created_on_source, f.date(row.created_on), givenText(row, 'created_on', t, f)),
          sourced(
            'billing_cycle',
            row.billing_cycle_source,
            billingText(row.billing_cycle, t),
            givenText(row, 'billing_cycle', t, f),
          ),
          [t('column.connection'), row.connection],
          [t('column.synced_at'), row.synced_at && f.dateTime(row.synced_at)],
        ]}
        where={[
          [t('column.deletes_on'), f.date(row.deletes_on)],
          [t('column.excluded'), row.excluded && t(`exclusion.${row.excluded}`)],
          [t('column.typed_at'), row.typed_at && f.dateTime(row.typed_at)],
          [t('column.gone_at'), row.gone_at && f.dateTime(row.gone_at)],
        ]}
      />
    </li>
  )
}
