import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { OperationsRow } from '../../api/operations'
import type { Column } from '../../components/data-table/columns'
import { Age } from '../../components/ui/age'
import { CountLink } from '../../components/ui/count-link'
import { VendorTags } from '../../components/ui/vendor-tags'
import { HealthBadge, healthText } from '../../components/ui/outcome-badge'
import { countryName } from '../../lib/countries'
import type { Format } from '../../lib/format'
import { useLocale } from '../../lib/locale'
import { bytesText } from '../../lib/row-kinds'
import { openings, type OperationsSearch } from './operations-search'
import classes from './operations.module.css'
import { OperationsLink, Unknown } from './value-cells'

type Within = Pick<OperationsSearch, 'jobs_within' | 'requests_within'>
type Cell = Column<OperationsRow>

/** Where the counts of a customer lead to, for the times that are counted. */
export function drillDowns(within: Within) {
  return {
    failed_jobs: { ...openings.jobs, within: within.jobs_within },
    open_requests: { ...openings.requests, within: within.requests_within },
    trouble: openings.health,
  }
}

function countColumn(t: TFunction, f: Format, id: keyof ReturnType<typeof drillDowns>, within: Within): Cell {
  return {
    id,
    header: t(`operations.column.${id}`),
    size: id === 'failed_jobs' ? 142 : 124,
    numeric: true,
    test: 'number',
    cell: (row) => {
      const count = row[id]
      if (count === null) return <Unknown />
      return (
        <OperationsLink
          customer={row.id}
          to={drillDowns(within)[id]}
          quiet={count === 0}
          label={`${row.name}: ${t(`operations.column.${id}`)} ${f.int(count)}`}
        >
          {f.int(count)}
        </OperationsLink>
      )
    },
    text: (row) => (row[id] === null ? t('value.unknown') : f.int(row[id])),
  }
}

function sizeColumn(t: TFunction, f: Format, id: 'consumed' | 'protected' | 'purchased' | 'live'): Cell {
  return {
    id,
    header: id === 'live' ? t('operations.column.live') : t(`row.${id}`),
    size: id === 'live' ? 130 : 100,
    numeric: true,
    test: 'size',
    hidden: id !== 'consumed',
    cell: (row) => (row[id] === null ? <Unknown /> : bytesText(row[id], f)),
    text: (row) => (row[id] === null ? t('value.unknown') : bytesText(row[id], f)),
  }
}

export function useOverviewColumns({ jobs_within, requests_within }: Within): Cell[] {
  const { t } = useTranslation()
  const { f } = useLocale()
  return useMemo(() => {
    const within = { jobs_within, requests_within }
    const words = (id: string, header: string, size: number, text: (row: OperationsRow) => string): Cell => ({
      id,
      header,
      size,
      cell: (row) => <span title={text(row)}>{text(row)}</span>,
      text,
    })
    return [
      {
        ...words('name', t('column.name'), 160, (row) => row.name),
        grow: true,
        fixed: true,
        test: 'text',
        cell: (row) => (
          <span className={classes.name} title={row.name}>
            {row.name}
          </span>
        ),
      },
      { ...words('account', t('operations.column.account'), 140, (row) => row.account), test: 'text' },
      words('country', t('column.country'), 92, (row) => (row.country ? countryName(row.country, f.locale) : '')),
      countColumn(t, f, 'failed_jobs', within),
      countColumn(t, f, 'open_requests', within),
      {
        id: 'health',
        header: t('operations.column.health'),
        size: 134,
        cell: (row) => (row.health === '' ? <Unknown /> : <HealthBadge outcome={row.health} at={row.health_at} />),
        text: (row) => (row.health === '' ? t('value.unknown') : healthText(row.health, row.health_at, t)),
      },
      countColumn(t, f, 'trouble', within),
      {
        id: 'subscriptions',
        header: t('operations.column.subscriptions'),
        size: 84,
        numeric: true,
        test: 'number',
        cell: (row) =>
          row.subscriptions === 0 ? (
            <span className={classes.unknown}>0</span>
          ) : (
            <CountLink
              to="/licences"
              search={{ customer: row.id }}
              aria-label={`${row.name}: ${t('operations.column.subscriptions')} ${f.int(row.subscriptions)}`}
            >
              {f.int(row.subscriptions)}
            </CountLink>
          ),
        text: (row) => f.int(row.subscriptions),
      },
      sizeColumn(t, f, 'consumed'),
      sizeColumn(t, f, 'protected'),
      sizeColumn(t, f, 'purchased'),
      sizeColumn(t, f, 'live'),
      {
        id: 'vendors',
        header: t('column.vendors'),
        size: 120,
        hidden: true,
        cell: (row) => <VendorTags vendors={row.vendors} />,
        text: (row) => row.vendors.map((vendor) => t(`vendor.${vendor}`)).join(', '),
      },
      {
        id: 'synced_at',
        header: t('column.synced_at'),
        short: t('short.synced_at'),
        size: 132,
        test: 'day',
        cell: (row) => row.synced_at && <Age at={row.synced_at} />,
        text: (row) => (row.synced_at ? f.dateTime(row.synced_at) : ''),
      },
    ]
  }, [t, f, jobs_within, requests_within])
}
