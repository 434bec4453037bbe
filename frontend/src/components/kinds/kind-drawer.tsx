import { Button, Skeleton } from '@mantine/core'
import { IconBuilding, IconClipboardList, IconExternalLink } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { copyText, openLink } from '../../api/desktop'
import { rowQueries, type StoredRow } from '../../api/rows'
import type { Format } from '../../lib/format'
import { useLocale } from '../../lib/locale'
import { shownOf, titleOf, valueText } from '../../lib/row-kinds'
import { RowDrawer } from '../row-drawer/row-drawer'
import classes from '../row-drawer/row-drawer.module.css'
import { Age } from '../ui/age'
import { ErrorState } from '../ui/error-state'
import { Facts } from '../ui/facts'
import { RowOutcome } from '../ui/outcome-badge'
import { SaveDocument } from './save-document'

interface Props {
  kind: string
  row?: StoredRow
  onClose: () => void
  /** Opens the row's customer; left out where the table is that customer's. */
  onCustomer?: (id: number) => void
}

/** Everything about one row of any kind, where it came from and how old it is. */
export function KindDrawer({ kind, row, onClose, onCustomer }: Props) {
  const { t } = useTranslation()
  const { f } = useLocale()
  return (
    <RowDrawer
      opened={row !== undefined}
      onClose={onClose}
      title={row && valueText(titleOf(kind, row), kind === 'service-states' ? 'service' : '', f, t)}
      actions={row && <Actions kind={kind} row={row} onCustomer={onCustomer} />}
    >
      {row && (
        <>
          <RowFacts kind={kind} row={row} />
          {typeof row.row.detail === 'string' && row.row.detail !== '' && (
            <section>
              <h3>{t(kind === 'incidents' ? 'operations.report' : 'operations.description')}</h3>
              <p className={classes.report}>{row.row.detail}</p>
            </section>
          )}
          {kind === 'service-requests' && <Notes notes={row.row.notes} />}
          {kind === 'service-states' && <Issues row={row} />}
        </>
      )}
    </RowDrawer>
  )
}

function Actions({ kind, row, onCustomer }: { kind: string; row: StoredRow; onCustomer?: (id: number) => void }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  return (
    <>
      {onCustomer && row.customer_id > 0 && (
        <Button leftSection={<IconBuilding size={15} aria-hidden />} onClick={() => onCustomer(row.customer_id)}>
          {row.customer}
        </Button>
      )}
      {kind === 'service-requests' && <PortalLinks row={row} />}
      {kind === 'documents' && row.row.file_name ? <SaveDocument row={row} /> : null}
      <Button
        leftSection={<IconClipboardList size={15} aria-hidden />}
        onClick={() =>
          void copyText(
            [...fieldsOf(kind, row, f, t), [t('operations.vendor_id'), row.key]]
              .map((field) => field.join('\t'))
              .join('\n'),
          )
        }
      >
        {t('table.copy_row')}
      </Button>
    </>
  )
}

/** The fields that always stand there, in this order; of other kinds those that their tables show. */
const first: Record<string, string[]> = {
  jobs: ['service', 'module', 'status', 'started_at', 'ended_at', 'objects', 'failed', 'size', 'error'],
  'service-requests': ['number', 'open', 'status', 'severity', 'created_at', 'updated_at', 'closed_at', 'contact'],
  'service-states': ['state'],
  incidents: ['service', 'kind', 'status', 'started_at', 'ended_at', 'updated_at'],
  storage: ['service', 'module', 'consumed', 'protected', 'purchased', 'objects', 'scanned', 'place', 'retention'],
}

/** These stand elsewhere in the drawer, or are for files only. */
const elsewhere = new Set(['key', 'outcome', 'detail', 'notes', 'raw', 'content', 'resolved', 'product_key'])

function always(kind: string): string[] {
  return first[kind] ?? shownOf(kind).filter((id) => !elsewhere.has(id))
}

/** What else a row of the kind tells. */
function others(kind: string, row: StoredRow): string[] {
  const known = new Set(always(kind))
  return Object.keys(row.row).filter((id) => !known.has(id) && !elsewhere.has(id))
}

function fieldsOf(kind: string, row: StoredRow, f: Format, t: TFunction): [string, string][] {
  return [...always(kind), ...others(kind, row)]
    .map((id): [string, string] => [t(`row.${id}`), valueText(row.row[id], id, f, t)])
    .filter(([, text]) => text !== '')
}

function RowFacts({ kind, row }: { kind: string; row: StoredRow }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const outcome = row.row.outcome
  const shown = (id: string): [string, string] => [t(`row.${id}`), valueText(row.row[id], id, f, t)]
  return (
    <Facts
      facts={[
        ...(typeof outcome === 'string' && outcome !== ''
          ? [
              [
                t(kind === 'service-states' ? 'operations.column.health' : 'row.outcome'),
                <RowOutcome key="outcome" kind={kind} row={row} />,
              ] as [string, ReactNode],
            ]
          : []),
        ...always(kind).map(shown),
      ]}
      where={[
        ...others(kind, row).map(shown),
        [t('operations.vendor_id'), row.key],
        [t('column.connection'), row.connection],
        [t('column.source'), t(`source.${row.source}`)],
        [t('column.synced_at'), row.synced_at && <Age at={row.synced_at} />],
      ]}
    />
  )
}

interface Note {
  at?: string
  author?: string
  text: string
}

function Notes({ notes }: { notes: unknown }) {
  const { t } = useTranslation()
  const list = Array.isArray(notes) ? (notes as Note[]) : []
  return (
    <section>
      <h3>{t('operations.notes')}</h3>
      {list.length === 0 && <p className={classes.quiet}>{t('operations.no_notes')}</p>}
      <ol className={classes.notes}>
        {list.map((note, n) => (
          <li key={n}>
            <span className={classes.quiet}>
              {note.author} {note.at && <Age at={note.at} />}
            </span>
            <p className={classes.report}>{note.text}</p>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** The pages of the customer's portals that a source names. */
function PortalLinks({ row }: { row: StoredRow }) {
  const { t } = useTranslation()
  const links = useQuery(rowQueries.page('links', { customer_id: row.customer_id, counted: true, limit: 50 }))
  const admin = links.data?.items.find((link) => link.key === 'admin' || /admin/i.test(String(link.row.name)))
  const link = admin ?? links.data?.items[0]
  if (!link) return null
  return (
    <Button
      leftSection={<IconExternalLink size={15} aria-hidden />}
      onClick={() => void openLink(String(link.row.url))}
    >
      {t('operations.open_portal', { name: String(link.row.name) })}
    </Button>
  )
}

/** Open issues of a service with their reports, and those that are over. */
function Issues({ row }: { row: StoredRow }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const issues = useQuery(
    rowQueries.page('incidents', {
      customer_id: row.customer_id,
      services: [String(row.row.service)],
      counted: true,
      limit: 50,
    }),
  )
  if (issues.error) return <ErrorState error={issues.error} onRetry={() => void issues.refetch()} />
  if (!issues.data) return <Skeleton height={80} />
  const open = issues.data.items.filter((issue) => issue.row.resolved !== true)
  const past = issues.data.items.filter((issue) => issue.row.resolved === true)
  const item = (issue: StoredRow) => (
    <li key={issue.id}>
      <strong>{String(issue.row.title)}</strong>
      <span className={classes.quiet}>
        {[issue.key, ...['status', 'started_at', 'ended_at'].map((id) => valueText(issue.row[id], id, f, t))]
          .filter(Boolean)
          .join(' · ')}
      </span>
      {issue.row.resolved !== true && <p className={classes.report}>{String(issue.row.detail ?? '')}</p>}
    </li>
  )
  return (
    <>
      <section>
        <h3>{t('operations.health.issues')}</h3>
        {open.length === 0 && <p className={classes.quiet}>{t('operations.no_issues')}</p>}
        <ol className={classes.notes}>{open.map(item)}</ol>
      </section>
      {past.length > 0 && (
        <section>
          <h3>{t('operations.health.history')}</h3>
          <ol className={classes.notes}>{past.map(item)}</ol>
        </section>
      )}
    </>
  )
}
