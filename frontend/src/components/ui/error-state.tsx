import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api/problem'
import { useErrorText } from '../../lib/use-error-text'
import classes from './states.module.css'

/** Says what went wrong and offers to try again; the code stands in the details. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation()
  const errorText = useErrorText()
  const problem = error instanceof ApiError ? error.problem : undefined
  return (
    <div className={classes.state} role="alert">
      <IconAlertTriangle size={28} stroke={1.5} color="var(--bad)" aria-hidden />
      <h2>{t('state.error_title')}</h2>
      <p>{errorText(error)}</p>
      <Button onClick={onRetry}>{t('state.retry')}</Button>
      <details>
        <summary>{t('state.details')}</summary>
        <code>
          {problem ? `${problem.key} (${problem.status})` : String(error)}
          {problem?.logRef && ` · ${t('state.log_reference')} ${problem.logRef}`}
        </code>
      </details>
    </div>
  )
}
