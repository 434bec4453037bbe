import { useTranslation } from 'react-i18next'
import { useLocale } from '../../lib/locale'

/** Says how many customers are not matched yet, beside figures that depend on it; nothing where all are. */
export function UnmatchedNote({ count }: { count: number }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  if (count === 0) return null
  return <span>{t('licences.unmatched', { count, number: f.int(count) })}</span>
}
