import { useLocale } from '../../lib/locale'
import { errorSentence } from '../../lib/use-error-text'

/** A dash that says, on hover and to screen readers, why the licences of a customer are not known. */
export function SeatsUnknown({ noAccess }: { noAccess: string }) {
  const { t } = useLocale()
  const reason = [t('value.seats_unknown'), noAccess && errorSentence(t, noAccess)].filter(Boolean).join('. ')
  return (
    <span style={{ color: 'var(--ink-3)' }} title={reason}>
      <span aria-hidden>–</span>
      <span className="visually-hidden">{reason}</span>
    </span>
  )
}
