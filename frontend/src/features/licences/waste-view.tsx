import { IconCircleCheck, IconFilterOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Kpis } from '../../api/dashboard'
import { licenceQueries, type WasteSum, type WasteSummary } from '../../api/licences'
import { ColumnChooser } from '../../components/data-table/column-chooser'
import { DataTable } from '../../components/data-table/data-table'
import { FoldGroups } from '../../components/data-table/fold-groups'
import { TableFoot } from '../../components/data-table/table-foot'
import { useColumns } from '../../components/data-table/use-columns'
import { useCustomerGroups } from '../../components/data-table/use-customer-groups'
import { useWindowedList } from '../../components/data-table/use-windowed-list'
import { LineDrawer } from '../../components/row-drawer/line-drawer'
import { useOpenLine } from '../../components/row-drawer/use-open-line'
import { useCompletenessText } from '../../components/ui/completeness-text'
import { EmptyState } from '../../components/ui/empty-state'
import { FreshnessMark } from '../../components/ui/freshness-mark'
import { ErrorState } from '../../components/ui/error-state'
import { LinkButton } from '../../components/ui/link-button'
import { UnmatchedNote } from '../../components/ui/unmatched-note'
import { majorUnits } from '../../lib/format'
import { useLocale } from '../../lib/locale'
import { narrowed } from '../../lib/column-tests'
import { drop, keepScope, whose } from '../../lib/url-state'
import { Definition } from '../../components/ui/definition'
import type { WasteKind } from './licences-search'
import classes from './licences.module.css'
import { ViewToolbar } from './view-toolbar'
import { useWasteColumns } from './waste-columns'

const route = getRouteApi('/licences')

/** Seats that are paid for and not used: three sums, which are never added up, and the rows of one of them. */
export function WasteView({ kpis }: { kpis?: Kpis }) {
  const { t } = useTranslation()
  const shown = route.useSearch()
  const { search, family, sort, desc, waste = 'reassign' } = shown
  const navigate = route.useNavigate()
  const scope = { family, ...whose(shown) }
  const summary = useQuery(licenceQueries.wasteSummary(scope))
  const filter = { ...scope, waste, search, ...narrowed(shown), sort, desc }
  const list = useWindowedList(JSON.stringify(filter), (offset, limit) =>
    licenceQueries.waste({ ...filter, offset, limit }),
  )
  const columns = useColumns(`waste-${waste}`, useWasteColumns(waste))
  const grouping = useCustomerGroups(sort === 'customer', licenceQueries.wasteGroups(filter))
  const line = useOpenLine(list, (id) => licenceQueries.waste({ waste, id, limit: 1 }))
  return (
    <>
      <ViewToolbar kpis={kpis} columns={columns.all}>
        <ColumnChooser columns={columns} />
      </ViewToolbar>
      {summary.error && <ErrorState error={summary.error} onRetry={() => void summary.refetch()} />}
      {summary.data && <Sums summary={summary.data} chosen={waste} />}
      <DataTable
        label={t(`waste.${waste}`)}
        columns={columns}
        list={list}
        sort={sort ? { id: sort, desc: desc ?? false } : undefined}
        onSort={(to) =>
          void navigate({ search: (prev) => ({ ...prev, sort: to.id, desc: to.desc || undefined }), replace: true })
        }
        grouping={grouping}
        openId={line.id}
        onOpen={line.open}
        empty={<NoWaste kind={waste} searched={(search ?? shown.where) !== undefined} />}
      />
      <TableFoot list={list}>
        <FoldGroups grouping={grouping} />
      </TableFoot>
      <LineDrawer
        line={line}
        title={(row) => row.product}
        columns={columns.all}
        subscription={(row) => row.subscription_id}
      />
    </>
  )
}

function Sums({ summary, chosen }: { summary: WasteSummary; chosen: WasteKind }) {
  const { t } = useTranslation()
  const { family } = route.useSearch()
  const completeness = useCompletenessText()
  return (
    <section className={classes.sums} aria-label={t('licences.figures')}>
      {summary.sums.map((sum) => (
        <Sum key={sum.kind} sum={sum} chosen={sum.kind === chosen} days={summary.inactive_days} />
      ))}
      <p className={classes.notes}>
        <span>{t('licences.waste_apart')}</span>
        <span>
          <FreshnessMark coverage={summary.holders} />{' '}
          {t('licences.holders', { completeness: completeness(summary.holders) })}
        </span>
        <UnmatchedNote count={summary.unmatched} family={family} />
      </p>
    </section>
  )
}

function Sum({ sum, chosen, days }: { sum: WasteSum; chosen: boolean; days: number }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const kind = sum.kind as WasteKind
  return (
    <div className={classes.sum} data-chosen={chosen || undefined}>
      <Link
        to="/licences"
        search={(prev) =>
          drop({
            ...keepScope(prev),
            view: 'waste' as const,
            family: prev.family,
            search: prev.search,
            waste: kind,
          })
        }
        className={classes.sumLink}
        aria-current={chosen ? 'true' : undefined}
        activeOptions={{ exact: true, includeSearch: true }}
      >
        <span className={classes.figureName}>{t(`waste.${kind}`)}</span>
        <span className={classes.figureValue}>
          <strong>{f.int(sum.seats)}</strong>
          <span>
            {t('licences.waste_seats', { count: sum.seats })}
            {sum.customers > 0 &&
              ` · ${t('operations.at_customers', { count: sum.customers, n: f.int(sum.customers) })}`}
          </span>
        </span>
        <span className={classes.money}>
          {sum.totals.map(({ amount, price_period: period }) => (
            <span key={amount.currency + period}>
              {f.money(majorUnits(amount.minor, amount.currency), amount.currency)}{' '}
              {t(`price_period.${period || 'month'}`)}
            </span>
          ))}
          {sum.unpriced > 0 && (
            <span className={classes.unknown}>
              {t('licences.money_unknown', { count: sum.unpriced, number: f.int(sum.unpriced) })}
            </span>
          )}
          {sum.seats === 0 && <span className={classes.unknown}>{t('value.none')}</span>}
        </span>
      </Link>
      <span className={classes.sumHelp}>
        <Definition name={t(`waste.${kind}`)} text={t(`licences.definition.${kind}`, { days })} />
      </span>
    </div>
  )
}

function NoWaste({ kind, searched }: { kind: WasteKind; searched: boolean }) {
  const { t } = useTranslation()
  if (searched) {
    return (
      <EmptyState icon={IconFilterOff} title={t('licences.none_title')} text={t('licences.none_text')}>
        <LinkButton to="/licences" search={(prev) => ({ ...keepScope(prev), view: 'waste' as const, waste: kind })}>
          {t('filter.reset')}
        </LinkButton>
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={IconCircleCheck} title={t('licences.quiet_title')} text={t(`licences.quiet.${kind}`)}>
      <LinkButton to="/licences" search={(prev) => ({ ...keepScope(prev), view: 'low' as const })}>
        {t('licences.tab.low')}
      </LinkButton>
    </EmptyState>
  )
}
