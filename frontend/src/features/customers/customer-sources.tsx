import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { CustomerDetail, DatasetState } from '../../api/customers'
import { ConsentOfRecord } from '../../components/connection/consent-actions'
import { Age } from '../../components/ui/age'
import { Badge } from '../../components/ui/badge'
import { Facts } from '../../components/ui/facts'
import { countryName } from '../../lib/countries'
import { useLocale } from '../../lib/locale'
import { errorSentence } from '../../lib/use-error-text'
import classes from './customer-drawer.module.css'
import { useMatchActions } from './use-match-actions'

/** Where the data of a customer come from, how old they are, and what could not be read. */
export function CustomerSources({ customer }: { customer: CustomerDetail }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const { split } = useMatchActions()
  return (
    <>
      <h3>{t('customer.datasets')}</h3>
      {customer.datasets.length === 0 ? (
        <p className={classes.quiet}>{t('completeness.nothing')}</p>
      ) : (
        <ul className={classes.list}>
          {customer.datasets.map((dataset) => (
            <Dataset key={`${dataset.connection}/${dataset.dataset}`} dataset={dataset} />
          ))}
        </ul>
      )}
      <h3>{t('column.records')}</h3>
      <ul className={classes.list}>
        {customer.records.map((record) => (
          <li key={record.id}>
            <div className={classes.itemHead}>
              <strong>{record.name}</strong>
              <span className={classes.quiet}>{record.connection}</span>
              {record.duplicate && <Badge tone="calm" icon={IconCopy} label={t('match.duplicate')} />}
              <span className={classes.grow} />
              {customer.records.length > 1 && (
                <Button
                  size="compact-xs"
                  loading={split.isPending && split.variables === record.id}
                  onClick={() => split.mutate(record.id)}
                >
                  {t('match.split_off')}
                </Button>
              )}
            </div>
            <Facts
              facts={[
                [t('column.vendor'), t(`vendor.${record.vendor}`)],
                [t('customer.vendor_id'), record.vendor_id],
                [t('column.domain'), record.domain],
                [t('column.country'), record.country && countryName(record.country, f.locale)],
                [t('column.created_on'), f.date(record.created_on ?? '')],
                [t('column.first_seen_at'), f.dateTime(record.first_seen_at)],
              ]}
              where={[
                [t('column.no_access'), record.no_access && errorSentence(t, record.no_access)],
                [t('column.gone_at'), record.gone_at && f.dateTime(record.gone_at)],
              ]}
            />
            {record.no_access === 'consent_missing' && <ConsentOfRecord record={record.id} />}
          </li>
        ))}
      </ul>
    </>
  )
}

function Dataset({ dataset }: { dataset: DatasetState }) {
  const { t } = useTranslation()
  return (
    <li>
      <div className={classes.itemHead} style={{ margin: 0 }}>
        <strong>{t(`dataset.${dataset.dataset}`, { defaultValue: dataset.dataset })}</strong>
        <span className={classes.quiet}>{dataset.connection}</span>
        <span className={classes.grow} />
        {dataset.last_ok_at && (
          <span className={classes.quiet}>
            {t('customer.read_at')} <Age at={dataset.last_ok_at} />
          </span>
        )}
        {dataset.error_key ? (
          <Badge tone="bad" icon={IconAlertTriangle} label={t('customer.read_failed')} />
        ) : dataset.last_ok_at ? (
          <Badge tone="good" icon={IconCircleCheck} label={t('customer.read_ok')} />
        ) : (
          <Badge tone="calm" icon={IconCircleDashed} label={t('customer.read_never')} />
        )}
      </div>
      {dataset.error_key && (
        <div className={classes.error}>
          {errorSentence(t, dataset.error_key)}
          {dataset.last_try_at && (
            <span className={classes.quiet}>
              {' '}
              {t('customer.tried')} <Age at={dataset.last_try_at} />
            </span>
          )}
          {dataset.error_detail && (
            <details>
              <summary>{t('state.details')}</summary>
              <code>{dataset.error_detail}</code>
            </details>
          )}
        </div>
      )}
    </li>
  )
}
