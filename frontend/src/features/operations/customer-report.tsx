import type { UseQueryResult } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { OperationsSummary } from '../../api/operations'
import { KindTable } from '../../components/kinds/kind-table'
import classes from './operations.module.css'
import { StorageTrend } from './storage-view'
import { SummaryTiles } from './summary-tiles'

const route = getRouteApi('/operations')

interface Props {
  customer: number
  summary: UseQueryResult<OperationsSummary>
}

/** How the services of one customer do and what they store, all on one page. */
export function CustomerReport({ customer, summary }: Props) {
  const { jobs_within, requests_within } = route.useSearch()
  const rows = { whose: { customer_id: customer, counted: true }, first: 10 }
  return (
    <div className={classes.wholeReport} key={customer}>
      <SummaryTiles summary={summary} within={{ jobs_within, requests_within }} />
      <div className={classes.trend}>
        <StorageTrend />
      </div>
      <div className={classes.tables}>
        <KindTable kind="jobs" {...rows} />
        <KindTable kind="storage" {...rows} sort={{ id: 'consumed', desc: true }} />
        <KindTable kind="service-requests" {...rows} />
        <KindTable kind="service-states" {...rows} sort={{ id: 'outcome', desc: false }} />
        <KindTable kind="incidents" {...rows} />
      </div>
    </div>
  )
}
