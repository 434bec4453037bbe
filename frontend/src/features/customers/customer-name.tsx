import { IconArchive, IconLock } from '@tabler/icons-react'
import type { CustomerRow } from '../../api/customers'
import { useLocale } from '../../lib/locale'
import { errorSentence } from '../../lib/use-error-text'

/** A customer's name, marked where no vendor lists it any more or it cannot be read. */
export function CustomerName({ row }: { row: Pick<CustomerRow, 'name' | 'gone_at' | 'no_access'> }) {
  const { t, f } = useLocale()
  return (
    <>
      <span
        title={row.name}
        style={{
          overflow: 'hidden',
          textOverflow: 'ellipsis',
          fontWeight: 550,
          color: row.gone_at ? 'var(--ink-3)' : undefined,
        }}
      >
        {row.name}
      </span>
      {row.gone_at && (
        <span
          title={t('customers.gone_since', { time: f.dateTime(row.gone_at) })}
          style={{ display: 'inline-flex', flex: 'none' }}
        >
          <IconArchive size={14} color="var(--ink-3)" role="img" aria-label={t('column.gone_at')} />
        </span>
      )}
      {row.no_access && (
        <span title={errorSentence(t, row.no_access)} style={{ display: 'inline-flex', flex: 'none' }}>
          <IconLock size={14} color="var(--soon)" role="img" aria-label={t('column.no_access')} />
        </span>
      )}
    </>
  )
}
