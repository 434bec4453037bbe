import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { DatasetState } from '../../api/customers'
import { Age } from '../../components/ui/age'
import { errorSentence } from '../../lib/use-error-text'
import classes from './customer-page.module.css'

/** What a part rests on: each of its datasets with its source and age, or why it could not be read. */
export function PartCompleteness({ datasets }: { datasets: DatasetState[] }) {
  const { t } = useTranslation()
  if (datasets.length === 0) return <p className={classes.note}>{t('customer.no_source')}</p>
  return (
    <ul className={classes.completeness}>
      {datasets.map((each) => (
        <li key={`${each.connection}/${each.dataset}`} data-failed={each.error_key ? true : undefined}>
          {each.error_key && <IconAlertTriangle size={13} aria-hidden />} {each.connection},{' '}
          {t(`dataset.${each.dataset}`, { defaultValue: each.dataset })}:{' '}
          {each.last_ok_at ? <Age at={each.last_ok_at} /> : t('customer.not_read')}
          {each.error_key && (
            <>
              {' · '}
              {t('customer.failed_read')}: {errorSentence(t, each.error_key)}
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
