import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { customerQueries } from '../../api/customers'
import type { Whose } from '../../api/rows'
import { tellersOf, type Told, toldOf } from '../../lib/kind-sources'
import { keepScope } from '../../lib/url-state'
import { errorSentence } from '../../lib/use-error-text'
import { useWhen } from '../ui/age'
import classes from './kind-table.module.css'

interface Props {
  kind: string
  whose: Whose
}

/** Why a kind has no rows: each source that could tell, what it said and when, and where to go about it. */
export function NothingListed({ kind, whose }: Props) {
  const { t } = useTranslation()
  const vendors = tellersOf(kind)
    .map((vendor) => t(`vendor.${vendor}`))
    .join(', ')
  if ('connection_id' in whose) {
    return <p className={classes.quiet}>{t('kind_table.nothing.of_connection', { vendors })}</p>
  }
  return <OfCustomer kind={kind} customer={whose.customer_id} vendors={vendors} />
}

function OfCustomer({ kind, customer, vendors }: { kind: string; customer: number; vendors: string }) {
  const { t } = useTranslation()
  const { data } = useQuery(customerQueries.detail(customer))
  if (!data) return null
  const told = toldOf(kind, data)
  if (told.length === 0) {
    return (
      <p className={classes.quiet}>
        {t('kind_table.nothing.no_teller', { vendors })}{' '}
        <Link to="/connections" search={keepScope}>
          {t('kind_table.nothing.connect')}
        </Link>
      </p>
    )
  }
  return told.map((each) => <Source key={each.id} told={each} />)
}

function Source({ told }: { told: Told }) {
  const { t } = useTranslation()
  const when = useWhen()
  const { connection, read, error } = told
  if (read && !error) {
    return <p className={classes.quiet}>{t('kind_table.nothing.none', { connection, time: when(read) })}</p>
  }
  return (
    <p className={classes.quiet}>
      {error
        ? t('kind_table.nothing.failed', { connection, reason: errorSentence(t, error) })
        : t('kind_table.nothing.unread', { connection })}{' '}
      <Link to="/connections" search={(prev) => ({ ...keepScope(prev), edit: told.id })}>
        {t('kind_table.nothing.check')}
      </Link>
    </p>
  )
}
