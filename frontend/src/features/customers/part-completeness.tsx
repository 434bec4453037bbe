import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { DatasetState } from '../../api/customers'
import { Age, useWhen } from '../../components/ui/age'
import { reasonText } from '../../components/ui/completeness-text'
import { FreshnessMark } from '../../components/ui/freshness-mark'
import { coverageOf } from '../../lib/freshness'
import { useLocale } from '../../lib/locale'
import { errorSentence } from '../../lib/use-error-text'
import classes from './customer-page.module.css'

/** How far what a part rests on was read, in one line: how much of it, how old the oldest is, what failed; each on demand. */
export function PartCompleteness({ datasets }: { datasets: DatasetState[] }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const when = useWhen()
  if (datasets.length === 0) return <p className={classes.note}>{t('customer.no_source')}</p>
  const coverage = coverageOf(datasets)
  const failed = datasets.filter((each) => each.error_key)
  const never = datasets.filter((each) => !each.last_ok_at && !each.error_key).length
  const reasons = [...new Set(failed.map((each) => reasonText(t, each.error_key)))].join(', ')
  const says = [
    t('customer.datasets_read', { read: f.int(coverage.read), expected: f.int(coverage.expected) }),
    coverage.oldest && t('completeness.oldest', { time: when(coverage.oldest) }),
    failed.length > 0 && t('completeness.failed', { count: failed.length, reason: reasons }),
    never > 0 && t('completeness.never', { count: never }),
  ]
  return (
    <details className={classes.completeness}>
      <summary>
        <FreshnessMark coverage={coverage} /> · {says.filter(Boolean).join(', ')}
      </summary>
      <ul>
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
    </details>
  )
}
