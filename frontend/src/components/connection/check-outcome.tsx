import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { CheckResult, Vendor } from '../../api/connections'
import { errorSentence } from '../../lib/use-error-text'
import classes from './connection.module.css'

/** Says whether the vendor let us in, as whom, or why not and what to do. */
export function CheckOutcome({ vendor, result }: { vendor: Vendor['vendor']; result: CheckResult }) {
  const { t } = useTranslation()
  if (result.ok) {
    return (
      <div className={classes.result} data-ok="true" role="status">
        <IconCircleCheck size={17} aria-hidden />
        <span>
          {t('connections.works', { account: result.account.name || result.account.id })}
          {result.sandbox && ` ${t('connections.works_sandbox')}`}
        </span>
      </div>
    )
  }
  return (
    <div className={classes.result} data-ok="false" role="alert">
      <IconAlertTriangle size={17} aria-hidden />
      <div>
        {errorSentence(t, result.error_key, { vendor, ...result.error_params })}
        {result.detail && (
          <details>
            <summary>{t('state.details')}</summary>
            <code>{result.detail}</code>
          </details>
        )}
      </div>
    </div>
  )
}
