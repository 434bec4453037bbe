import { Button, Skeleton } from '@mantine/core'
import { IconBuilding, IconClipboardList } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SubscriptionRow } from '../../api/subscriptions'
import { copyText } from '../../api/desktop'
import { keepScope } from '../../lib/url-state'
import type { Column } from '../data-table/columns'
import { PortalMenu } from '../portal/portal-menu'
import { Age } from '../ui/age'
import { ErrorState } from '../ui/error-state'
import { Facts } from '../ui/facts'
import { LinkButton } from '../ui/link-button'
import { RowDrawer } from './row-drawer'
import classes from './row-drawer.module.css'
import { TypeInButton } from './type-in-button'
import type { OpenLine } from './use-open-line'

/** What tells whose a row is and where it came from, as far as its table knows. */
interface Line {
  id: number
  customer_id?: number
  customer?: string
  connection?: string
  source?: SubscriptionRow['source']
  synced_at?: string | null
}

interface Props<Row extends Line> {
  line: OpenLine<Row>
  title: (row: Row) => string
  /** The columns of the table, the hidden ones too, and what it has no column for. */
  columns: Column<Row>[]
  /** The subscription that the row is about, of which values can be typed in. */
  subscription?: (row: Row) => number | null | undefined
  /** Where all rows of the table come from, if they do not say it themselves. */
  source?: Line['source']
}

/** Every field of the open row of a table with its source, and what can be done with it. */
export function LineDrawer<Row extends Line>({ line, title, columns, subscription, source }: Props<Row>) {
  const { t } = useTranslation()
  const { row } = line
  const ofSubscription = row && subscription?.(row)
  return (
    <RowDrawer
      opened={line.id !== undefined}
      onClose={line.close}
      title={row ? title(row) : t('row_drawer.label')}
      actions={
        row && (
          <>
            <Owner row={row} onCustomer={line.openCustomer} />
            {ofSubscription && <TypeInButton key={ofSubscription} subscription={ofSubscription} />}
            {row.customer_id ? <PortalMenu customer={row.customer_id} /> : null}
            <Button
              leftSection={<IconClipboardList size={15} aria-hidden />}
              onClick={() => void copyText(columns.map((column) => `${column.header}\t${column.text(row)}`).join('\n'))}
            >
              {t('table.copy_row')}
            </Button>
          </>
        )
      }
    >
      {!row && Boolean(line.error) && <ErrorState error={line.error} onRetry={line.retry} />}
      {!row && line.gone && <p className={classes.quiet}>{t('row_drawer.gone')}</p>}
      {!row && !line.error && !line.gone && <Skeleton height={160} />}
      {row && <LineFacts row={row} columns={columns} source={row.source ?? source} />}
    </RowDrawer>
  )
}

/** The way to the customer; what is of none is our own access, which connections hold. */
function Owner({ row, onCustomer }: { row: Line; onCustomer: (id: number) => void }) {
  const { t } = useTranslation()
  const customer = row.customer_id
  if (customer === undefined) return null
  if (customer === 0)
    return (
      <LinkButton to="/connections" search={keepScope}>
        {t('nav.connections')}
      </LinkButton>
    )
  return (
    <Button leftSection={<IconBuilding size={15} aria-hidden />} onClick={() => onCustomer(customer)}>
      {row.customer}
    </Button>
  )
}

/** Where columns and sources of values go by other names than one another. */
const sources: Record<string, string> = {
  added_on: 'added_source',
  days: 'term_end_source',
  term_end_on: 'term_end_source',
  unit_price: 'price_source',
  amount: 'price_source',
  act_on: 'act_source',
}

/** These stand last, as the row's own. */
const origin = new Set(['connection', 'source', 'synced_at'])

function LineFacts<Row extends Line>({ row, columns, source }: { row: Row; columns: Column<Row>[]; source?: string }) {
  const { t } = useTranslation()
  const known = row as Record<string, unknown>
  const value = (column: Column<Row>): ReactNode => {
    if (column.text(row) === '') return ''
    const from = known[sources[column.id] ?? `${column.id}_source`]
    return (
      <>
        {column.cell(row)}
        {typeof from === 'string' && from !== '' && from !== 'typed' && (
          <span className={classes.source}>{t(`source.${from}`)}</span>
        )}
      </>
    )
  }
  return (
    <Facts
      facts={columns
        .filter(({ id }) => !origin.has(id))
        .map((column): [string, ReactNode] => [column.header, value(column)])}
      where={[
        [t('column.connection'), row.connection],
        [t('column.source'), source && t(`source.${source}`)],
        [t('column.synced_at'), row.synced_at && <Age at={row.synced_at} />],
      ]}
    />
  )
}
