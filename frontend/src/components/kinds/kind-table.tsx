import { Button, Skeleton } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rowQueries, type StoredRow, type Whose } from '../../api/rows'
import { ExportIcon } from '../export-icon'
import { ErrorState } from '../ui/error-state'
import { RowOutcome } from '../ui/outcome-badge'
import table from '../ui/plain-table.module.css'
import { useLocale } from '../../lib/locale'
import { isNumeric, shownOf, titleField, titleOf, valueText } from '../../lib/row-kinds'
import { askedOf, isNarrowed, KindFilters } from './kind-filters'
import classes from './kind-table.module.css'
import { KindDrawer } from './kind-drawer'
import { NothingListed } from './nothing-listed'
import { SaveDocument } from './save-document'
import { SortHeading, type Sorting } from './sort-heading'
import { useKindState } from './use-kind-state'

/** So many rows are seen at once: they need no search. */
const few = 7

interface Props {
  kind: string
  /** The customer or the connection that has the rows. */
  whose: Whose
  /** Where there are none, nothing is said. */
  rare?: boolean
  /** How they stand before the reader chooses; left out: newest first. */
  sort?: Sorting
  /** How many are shown until more are asked for. */
  first?: number
}

/** The rows of one kind that a customer or a connection has, as a table of the fields that any of them has. */
export function KindTable({ kind, whose, rare, sort: begin, first = 50 }: Props) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const [limit, setLimit] = useState(first)
  const [state, setState] = useKindState(kind)
  const sort = state.sort ? { id: state.sort, desc: state.desc ?? false } : begin
  const asked = { ...askedOf(state), sort: sort?.id, desc: sort?.desc || undefined }
  const rows = useQuery({ ...rowQueries.page(kind, { ...whose, ...asked, limit }), placeholderData: keepPreviousData })
  const heading = t(`kind.${kind}`)
  const narrow = isNarrowed(state)
  const ofOne = 'connection_id' in whose
  if (rare && !narrow && !rows.error && !rows.data?.total) return null
  const more = rows.data ? rows.data.total - rows.data.items.length : 0
  return (
    <section aria-label={heading} className={classes.kind}>
      <div className={classes.head}>
        <h3>
          {heading}
          {rows.data && <span className={classes.count}>{f.int(rows.data.total)}</span>}
        </h3>
        {(narrow || (rows.data?.total ?? 0) > few) && (
          <KindFilters
            kind={kind}
            ofOne={ofOne}
            state={state}
            onChange={(change) => {
              setState(change)
              setLimit(first)
            }}
          />
        )}
        {(rows.data?.total ?? 0) > 0 && (
          <ExportIcon
            of={heading}
            request={{
              kind: `rows-${kind}`,
              customer_id: 'customer_id' in whose ? whose.customer_id : undefined,
              tag: undefined, // whoever is in scope, the table is about this customer or connection
              filter: {
                connection_id: 'connection_id' in whose ? whose.connection_id : undefined,
                counted: whose.counted,
                level: whose.level,
                ...asked,
              },
            }}
          />
        )}
      </div>
      {rows.error && <ErrorState error={rows.error} onRetry={() => void rows.refetch()} />}
      {rows.isPending && <Skeleton height={60} />}
      {rows.data?.total === 0 &&
        (narrow ? (
          <p className={classes.quiet}>{t('kind_table.none_found')}</p>
        ) : (
          <NothingListed kind={kind} whose={whose} />
        ))}
      {rows.data && rows.data.total > 0 && (
        <Rows
          kind={kind}
          rows={rows.data.items}
          ofOne={ofOne}
          sort={sort}
          onSort={({ id, desc }) => setState({ sort: id, desc: desc || undefined })}
        />
      )}
      {more > 0 && (
        <Button variant="subtle" onClick={() => setLimit(limit * 5)}>
          {t('customer.more_rows', { count: more, n: f.int(more) })}
        </Button>
      )}
    </section>
  )
}

/** Whoever asks the vendor about one of these names it by its id. */
const withId = new Set(['jobs'])

interface RowsProps {
  kind: string
  rows: StoredRow[]
  /** All rows are of one connection, which then needs no column. */
  ofOne: boolean
  sort?: Sorting
  onSort: (sort: Sorting) => void
}

function Rows({ kind, rows, ofOne, sort, onSort }: RowsProps) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const text = (row: StoredRow, field: string) => (field === 'key' ? row.key : valueText(row.row[field], field, f, t))
  const shown = withId.has(kind) ? ['key', ...shownOf(kind)] : shownOf(kind)
  const fields = shown.filter((field) => rows.some((row) => text(row, field) !== ''))
  const numeric = (field: string) => rows.some((row) => isNumeric(row.row[field], field))
  const sorting = { sort, onSort }
  const [opened, setOpened] = useState<StoredRow>()
  // A text that is being selected is no click.
  const open = (row: StoredRow) => !window.getSelection()?.toString() && setOpened(row)
  return (
    <div className={`${table.scroll} ${classes.wide}`} tabIndex={0} role="region" aria-label={t(`kind.${kind}`)}>
      <table className={table.table}>
        <thead>
          <tr>
            <SortHeading id={titleField(kind)} name={t('column.name')} {...sorting} />
            {fields.map((field) => (
              <SortHeading
                key={field}
                id={field}
                name={field === 'key' ? t('operations.vendor_id') : t(`row.${field}`)}
                numeric={numeric(field)}
                {...sorting}
              />
            ))}
            {!ofOne && <SortHeading id="connection" name={t('column.connection')} {...sorting} />}
            {kind === 'documents' && (
              <th scope="col">
                <span className="visually-hidden">{t('table.actions')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={row.id}
              className={classes.row}
              data-open={row.id === opened?.id || undefined}
              onClick={() => open(row)}
            >
              <th scope="row">
                <button type="button" className={classes.title}>
                  {titleOf(kind, row)}
                </button>
              </th>
              {fields.map((field) => (
                <td key={field} title={text(row, field)} data-numeric={isNumeric(row.row[field], field) || undefined}>
                  {field === 'outcome' && row.row[field] ? <RowOutcome kind={kind} row={row} /> : text(row, field)}
                </td>
              ))}
              {!ofOne && <td>{row.connection}</td>}
              {kind === 'documents' && (
                <td onClick={(event) => event.stopPropagation()}>
                  <div className={table.actions}>{row.row.file_name ? <SaveDocument row={row} /> : null}</div>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <KindDrawer kind={kind} row={opened} onClose={() => setOpened(undefined)} />
    </div>
  )
}
