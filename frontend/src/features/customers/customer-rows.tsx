import { Accordion, Button, Skeleton } from '@mantine/core'
import { IconCertificate } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { saveCertificate } from '../../api/desktop'
import { rowQueries, type KindCount, type StoredRow } from '../../api/rows'
import { Age } from '../../components/ui/age'
import { ErrorState } from '../../components/ui/error-state'
import { Facts } from '../../components/ui/facts'
import { notifyError } from '../../components/ui/notify'
import { useLocale } from '../../lib/locale'
import { useErrorText } from '../../lib/use-error-text'
import classes from './customer-drawer.module.css'
import { shownOf, titleOf, valueText } from '../../lib/row-kinds'

const first = 20

/** What vendors tell of a customer beside its licences, kind by kind. */
export function CustomerRows({ customer, counts }: { customer: number; counts: KindCount[] }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const [open, setOpen] = useState<string[]>([])
  if (counts.length === 0) return <p className={classes.quiet}>{t('customer.no_rows')}</p>
  return (
    <Accordion
      multiple
      variant="default"
      chevronPosition="left"
      className={classes.kinds}
      value={open}
      onChange={setOpen}
    >
      {counts.map(({ kind, count }) => (
        <Accordion.Item key={kind} value={kind}>
          <Accordion.Control>
            {t(`kind.${kind}`)} <span className={classes.tabCount}>{f.int(count)}</span>
          </Accordion.Control>
          <Accordion.Panel>{open.includes(kind) && <Kind kind={kind} customer={customer} />}</Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  )
}

function Kind({ kind, customer }: { kind: string; customer: number }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const [limit, setLimit] = useState(first)
  const rows = useQuery(rowQueries.page(kind, { customer_id: customer, limit }))
  if (rows.error) return <ErrorState error={rows.error} onRetry={() => void rows.refetch()} />
  if (!rows.data) return <Skeleton height={60} />
  return (
    <>
      <ul className={classes.list}>
        {rows.data.items.map((row) => (
          <Row key={row.id} kind={kind} row={row} />
        ))}
      </ul>
      {rows.data.total > rows.data.items.length && (
        <Button variant="subtle" onClick={() => setLimit(limit * 5)}>
          {t('customer.more_rows', {
            count: rows.data.total - rows.data.items.length,
            n: f.int(rows.data.total - rows.data.items.length),
          })}
        </Button>
      )}
    </>
  )
}

function Row({ kind, row }: { kind: string; row: StoredRow }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  return (
    <li>
      <div className={classes.itemHead}>
        <strong>{titleOf(kind, row)}</strong>
        <span className={classes.quiet}>
          {row.connection}
          {row.synced_at && (
            <>
              {' · '}
              <Age at={row.synced_at} />
            </>
          )}
        </span>
      </div>
      <Facts
        facts={[]}
        where={shownOf(kind).map((field) => [t(`row.${field}`), valueText(row.row[field], field, f, t)])}
      />
      {kind === 'erasures' && row.source === 'api' && <Certificate row={row} />}
    </li>
  )
}

/** The vendor makes a certificate when it is asked for, so this works only with a network. */
function Certificate({ row }: { row: StoredRow }) {
  const { t, i18n } = useTranslation()
  const errorText = useErrorText()
  const save = useMutation({
    mutationFn: () => saveCertificate(row.connection_id, row.key, i18n.language),
    onError: (error) => notifyError(errorText(error)),
  })
  return (
    <Button
      size="compact-xs"
      leftSection={<IconCertificate size={14} aria-hidden />}
      loading={save.isPending}
      onClick={() => save.mutate()}
    >
      {t('customer.certificate')}
    </Button>
  )
}
