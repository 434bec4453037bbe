import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Coverage } from '../../api/dashboard'
import { useLocale } from '../../lib/locale'
import { errorSentence } from '../../lib/use-error-text'
import { useWhen } from './age'

/** Names the reason of a failed read in a few words. */
export function reasonText(t: TFunction, key: string): string {
  return t(`reason.${key}`, { defaultValue: '' }) || errorSentence(t, key)
}

/** Says how much of what should be known is known: "43 of 45 records read, oldest 02:10 today, 2 failed: …". */
export function useCompletenessText(): (
  coverage: Omit<Coverage, 'oldest' | 'newest'> & { oldest?: string | null },
) => string {
  const { t } = useTranslation()
  const { f } = useLocale()
  const when = useWhen()
  return (coverage) => {
    const gaps = coverage.gaps ?? []
    if (coverage.expected === 0 && gaps.length === 0) return t('completeness.nothing')
    const parts: string[] = []
    if (coverage.expected > 0) {
      const all = coverage.read === coverage.expected && gaps.length === 0 // where it is known how many there are
      parts.push(
        all
          ? t('completeness.all', { count: coverage.read })
          : t('completeness.part', { read: f.int(coverage.read), expected: f.int(coverage.expected) }),
      )
    }
    if (coverage.oldest) parts.push(t('completeness.oldest', { time: when(coverage.oldest) }))
    const failed = coverage.failed.reduce((sum, failure) => sum + failure.count, 0)
    if (failed > 0) {
      const reasons = coverage.failed.map(({ error_key: key }) => reasonText(t, key))
      parts.push(t('completeness.failed', { count: failed, reason: [...new Set(reasons)].join(', ') }))
    }
    if (coverage.never > 0) parts.push(t('completeness.never', { count: coverage.never }))
    for (const { connection, error_key: key } of gaps) {
      parts.push(
        key
          ? t('completeness.gap', { connection, reason: reasonText(t, key) })
          : t('completeness.gap_new', { connection }),
      )
    }
    return parts.join(', ')
  }
}
