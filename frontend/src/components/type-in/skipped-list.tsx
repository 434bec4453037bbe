import { useTranslation } from 'react-i18next'
import type { SubscriptionRow, TypedResult } from '../../api/subscriptions'
import { errorSentence } from '../../lib/use-error-text'
import classes from './type-in.module.css'

/** The rows that took no value, grouped by the reason. */
export function SkippedList({ result, rows }: { result: TypedResult; rows: SubscriptionRow[] }) {
  const { t } = useTranslation()
  const names = new Map(rows.map((row) => [row.id, `${row.customer}: ${row.product}`]))
  const reasons = [...new Set(result.skipped.map((each) => each.reason_key))]
  return reasons.map((reason) => (
    <div key={reason}>
      <p className={classes.reason}>{errorSentence(t, reason)}</p>
      <ul className={classes.skipped} tabIndex={0} aria-label={errorSentence(t, reason)}>
        {result.skipped
          .filter((each) => each.reason_key === reason)
          .map((each) => (
            <li key={each.id}>{names.get(each.id) ?? each.id}</li>
          ))}
      </ul>
    </div>
  ))
}
