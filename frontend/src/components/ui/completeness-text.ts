import { useTranslation } from 'react-i18next'
import type { Coverage } from '../../api/dashboard'
import { useLocale } from '../../lib/locale'
import { errorSentence } from '../../lib/use-error-text'
import { useWhen } from './age'

/** Says how much of what should be known is known: "43 of 45 read, oldest 02:10 today, 2 failed: …". */
export function useCompletenessText(): (coverage: Omit<Coverage, 'oldest' | 'newest'> & { oldest?: string | null }) => string {
  const { t } = useTranslation()
  const { f } = useLocale()
  const when = useWhen()
  return (coverage) => {
    if (coverage.expected === 0) return t('completeness.nothing')
    const parts =
      coverage.read === coverage.expected
        ? [t('completeness.all', { count: coverage.read })]
        : [t('completeness.part', { read: f.int(coverage.read), expected: f.int(coverage.expected) })]
    if (coverage.oldest) parts.push(t('completeness.oldest', { time: when(coverage.oldest) }))
    for (const failure of coverage.failed) {
      parts.push(
        t('completeness.failed', {
          count: failure.count,
          reason: t(`reason.${failure.error_key}`, { defaultValue: '' }) || errorSentence(t, failure.error_key),
        }),
      )
    }
    if (coverage.never > 0) parts.push(t('completeness.never', { count: coverage.never }))
    return parts.join(', ')
  }
}
