import { IconCircleCheck, IconFilterOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Kpis } from '../../api/dashboard'
import { licenceQueries, type LicenceSummary, type Section } from '../../api/licences'
import { ColumnChooser } from '../../components/data-table/column-chooser'
import { DataTable } from '../../components/data-table/data-table'
import { FoldGroups } from '../../components/data-table/fold-groups'
import { TableFoot } from '../../components/data-table/table-foot'
import { useColumns } from '../../components/data-table/use-columns'
import { useCustomerGroups } from '../../components/data-table/use-customer-groups'
import { useWindowedList } from '../../components/data-table/use-windowed-list'
import { LineDrawer } from '../../components/row-drawer/line-drawer'
import { useOpenLine } from '../../components/row-drawer/use-open-line'
import { EmptyState } from '../../components/ui/empty-state'
import { ErrorState } from '../../components/ui/error-state'
import { LinkButton } from '../../components/ui/link-button'
import { UnmatchedNote } from '../../components/ui/unmatched-note'
import { useLocale } from '../../lib/locale'
import { drop, keepScope, whose } from '../../lib/url-state'
import { FigureLine } from './figure-line'
import { useSectionColumns } from './section-columns'
import { sectionFilter } from './licences-search'
import { useSectionFigures } from './section-figures'
import { useSectionFields } from './use-licence-fields'
import { ViewToolbar } from './view-toolbar'

const route = getRouteApi('/licences')

/** The sections whose rows are pools of several subscriptions. */
const ofPools = new Set<Section>(['low', 'over'])

/** A section of the licence dashboards: its figures, and the rows they count. */
export function SectionView({ section, kpis }: { section: Section; kpis?: Kpis }) {
  const { t } = useTranslation()
  const shown = route.useSearch()
  const { search, family, sort, desc } = shown
  const fields = useSectionFields()
  const navigate = route.useNavigate()
  const scope = { family, ...whose(shown) }
  const summary = useQuery(licenceQueries.summary(section, scope))
  const filter = { ...scope, ...sectionFilter(shown) }
  const list = useWindowedList(JSON.stringify({ section, filter }), (offset, limit) =>
    licenceQueries.page(section, { ...filter, offset, limit }),
  )
  const columns = useColumns(`licences-${section}`, useSectionColumns(section))
  const grouping = useCustomerGroups(sort === 'customer', licenceQueries.groups(section, filter))
  const line = useOpenLine(list, (id) => licenceQueries.page(section, { id, limit: 1 }))
  const figures = useSectionFigures(summary.data)
  return (
    <>
      <ViewToolbar kpis={kpis} columns={columns.all} fields={fields}>
        <ColumnChooser columns={columns} />
      </ViewToolbar>
      {summary.error ? (
        <ErrorState error={summary.error} onRetry={() => void summary.refetch()} />
      ) : (
        <FigureLine
          label={t('licences.figures')}
          figures={figures}
          notes={summary.data && <SectionNotes summary={summary.data} />}
        />
      )}
      <DataTable
        label={t(`licences.tab.${section}`)}
        columns={columns}
        list={list}
        sort={sort ? { id: sort, desc: desc ?? false } : undefined}
        onSort={(to) =>
          void navigate({ search: (prev) => ({ ...prev, sort: to.id, desc: to.desc || undefined }), replace: true })
        }
        grouping={grouping}
        openId={line.id}
        onOpen={line.open}
        empty={
          <NoRows
            section={section}
            searched={(search ?? shown.where ?? shown.vendors ?? shown.at_term_end) !== undefined}
          />
        }
      />
      <TableFoot list={list}>
        <FoldGroups grouping={grouping} />
      </TableFoot>
      <LineDrawer
        line={line}
        title={(row) => row.product}
        columns={columns.all}
        subscription={(row) => (ofPools.has(section) ? null : row.id)}
      />
    </>
  )
}

/** The way to the customers behind the figure, and what it leaves out or cannot know. */
function SectionNotes({ summary: n }: { summary: LicenceSummary }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const { family } = route.useSearch()
  const section = n.section as Section
  const listFamily = family === 'all' ? undefined : family
  const excluded = n.excluded.reduce((sum, each) => sum + each.pools, 0)
  return (
    <>
      {n.customers > 0 && (
        <Link to="/customers" search={(prev) => drop({ ...keepScope(prev), figure: section, family: listFamily })}>
          {t('licences.customers_behind', { count: n.customers, number: f.int(n.customers) })}
        </Link>
      )}
      {n.undated > 0 && section !== 'over' && (
        <span>
          {t(`licences.undated.${section === 'added' || section === 'low' ? section : 'dated'}`, {
            count: n.undated,
            number: f.int(n.undated),
          })}{' '}
          {section !== 'added' && section !== 'low' && (
            <Link
              to="/licences"
              search={(prev) => drop({ ...keepScope(prev), figure: 'missing_dates' as const, family: listFamily })}
            >
              {t('dashboard.type_in')}
            </Link>
          )}
        </span>
      )}
      {n.seats.unknown > 0 && (
        <Link
          to="/licences"
          search={(prev) => drop({ ...keepScope(prev), view: section, family: listFamily, where: 'assigned:empty' })}
        >
          {t('licences.seats_unknown', { count: n.seats.unknown, number: f.int(n.seats.unknown) })}
        </Link>
      )}
      <UnmatchedNote count={n.unmatched} family={family} />
      {excluded > 0 && (
        <Link
          to="/licences"
          search={(prev) =>
            drop({ ...keepScope(prev), view: 'pools' as const, excluded: 'yes' as const, family: listFamily })
          }
          title={n.excluded
            .flatMap((each) => (each.reason === '' ? [] : [`${t(`exclusion.${each.reason}`)}: ${f.int(each.pools)}`]))
            .join('\n')}
        >
          {t('licences.excluded', { count: excluded, number: f.int(excluded) })}
        </Link>
      )}
    </>
  )
}

function NoRows({ section, searched }: { section: Section; searched: boolean }) {
  const { t } = useTranslation()
  if (searched) {
    return (
      <EmptyState icon={IconFilterOff} title={t('licences.none_title')} text={t('licences.none_text')}>
        <LinkButton to="/licences" search={(prev) => ({ ...keepScope(prev), view: section })}>
          {t('filter.reset')}
        </LinkButton>
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={IconCircleCheck} title={t('licences.quiet_title')} text={t(`licences.quiet.${section}`)}>
      <LinkButton to="/licences" search={keepScope}>
        {t('licences.tab.subscriptions')}
      </LinkButton>
    </EmptyState>
  )
}
