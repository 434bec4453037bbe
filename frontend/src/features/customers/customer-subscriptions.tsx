import { Button } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
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
          [
            t('column.term_end_on'),
            <Sourced
              key="end"
              source={row.term_end_source}
              typedAt={typedAt(row, 'term_end_on')}
              given={givenText(row, 'term_end_on', t, f)}
            >
              {f.date(row.term_end_on)}
            </Sourced>,
          ],
          [
            t('column.cancel_until'),
            <Sourced key="cancel" source={row.cancel_until_source} typedAt={typedAt(row, 'cancel_until')}>
              {row.cancel_until && f.dateTime(row.cancel_until)}
            </Sourced>,
          ],
          [
            t('column.at_term_end'),
            <Sourced
              key="at"
              source={row.at_term_end_source}
              typedAt={typedAt(row, 'at_term_end')}
              given={givenText(row, 'at_term_end', t, f)}
            >
              {t(`at_term_end.${row.at_term_end || 'unknown'}`)}
            </Sourced>,
          ],
          [
            t('column.term'),
            <Sourced
              key="term"
              source={row.term_source}
              typedAt={typedAt(row, 'term')}
              given={givenText(row, 'term', t, f)}
            >
              {t(`term.${row.term || 'unknown'}`)}
            </Sourced>,
          ],
          [
            t('column.unit_price'),
            <Sourced key="price" source={row.price_source} typedAt={typedAt(row, 'unit_price')}>
              {row.unit_price &&
                `${f.money(row.unit_price, row.currency)} ${t(`price_period.${row.price_period || 'month'}`)}`}
            </Sourced>,
          ],
          [t('column.number'), row.number],
          [t('column.sku'), row.sku],
          [t('column.family'), t(`family.${row.family || 'other'}`)],
          ...(row.tags ? [[t('column.tags'), row.tags] as [string, string]] : []),
          [
            t('column.created_on'),
            <Sourced
              key="created"
              source={row.created_on_source}
              typedAt={typedAt(row, 'created_on')}
              given={givenText(row, 'created_on', t, f)}
            >
              {f.date(row.created_on)}
            </Sourced>,
          ],
          [
            t('column.billing_cycle'),
            <Sourced
              key="billing"
              source={row.billing_cycle_source}
              typedAt={typedAt(row, 'billing_cycle')}
              given={givenText(row, 'billing_cycle', t, f)}
            >
              {billingText(row.billing_cycle, t)}
            </Sourced>,
          ],
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
