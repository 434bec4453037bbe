import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../lib/locale'
import { drop, keepScope } from '../../lib/url-state'
import type { families } from '../../lib/families'

interface Props {
  count: number
  /** The product group that the figures beside it are of. */
  family?: (typeof families)[number]
}

/** Says how many customers are not matched yet, beside figures that depend on it, and leads to them; nothing where all are. */
export function UnmatchedNote({ count, family }: Props) {
  const { t } = useTranslation()
  const { f } = useLocale()
  if (count === 0) return null
  return (
    <Link
      to="/customers"
      search={(prev) =>
        drop({ ...keepScope(prev), figure: 'unmatched' as const, family: family === 'all' ? undefined : family })
      }
    >
      {t('licences.unmatched', { count, number: f.int(count) })}
    </Link>
  )
}
