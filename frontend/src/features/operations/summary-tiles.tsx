import { Skeleton } from '@mantine/core'
import { IconAlertTriangle, IconCircleX, IconCloud, IconDatabase, IconLifebuoy } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import type { OperationsSummary } from '../../api/operations'
import { useWhen } from '../../components/ui/age'
import { useCompletenessText } from '../../components/ui/completeness-text'
import { Definition } from '../../components/ui/definition'
import { FreshnessMark } from '../../components/ui/freshness-mark'
import { ErrorState } from '../../components/ui/error-state'
import { useLocale } from '../../lib/locale'
import { bytesText } from '../../lib/row-kinds'
import { drop, keepScope } from '../../lib/url-state'
import { openings, type OperationsSearch } from './operations-search'
import { drillDowns } from './overview-columns'
import classes from './operations.module.css'

type Name = 'failed_jobs' | 'open_requests' | 'trouble' | 'storage' | 'live'

interface Tile {
  name: Name
  icon: ComponentType<{ size?: number; stroke?: number }>
  tone?: 'bad' | 'soon' | 'info'
  figure: string
  detail: string
  coverage: OperationsSummary['coverage']['jobs']
  to: OperationsSearch
}

interface Props {
  summary: UseQueryResult<OperationsSummary>
  within: Pick<OperationsSearch, 'jobs_within' | 'requests_within'>
}

/** What needs somebody, over all customers in scope. Each figure leads to its rows and says how complete it is. */
export function SummaryTiles({ summary, within }: Props) {
  const tiles = useTiles(summary.data, within)
  if (summary.error) return <ErrorState error={summary.error} onRetry={() => void summary.refetch()} />
  return (
    <div className={classes.tiles}>
      {tiles?.map((tile) => <SummaryTile key={tile.name} tile={tile} />) ??
        Array.from({ length: 5 }, (_, n) => <Skeleton key={n} height={86} />)}
    </div>
  )
}

function SummaryTile({ tile }: { tile: Tile }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const when = useWhen()
  const completeness = useCompletenessText()
  const sentence = completeness(tile.coverage)
  const Icon = tile.icon
  const name = t(`operations.tile.${tile.name}`)
  return (
    <div className={classes.tile} data-tone={tile.tone}>
      <Link to="/operations" search={(prev) => drop({ ...tile.to, ...keepScope(prev) })} className={classes.tileLink}>
        <span className={classes.tileName}>
          <Icon size={16} stroke={1.8} />
          {name}
        </span>
        <span className={classes.tileFigure}>
          <strong>{tile.figure}</strong>
          <span>{tile.detail}</span>
        </span>
        <span className={classes.tileAge} title={sentence}>
          <FreshnessMark coverage={tile.coverage} />{' '}
          {t('completeness.part', { read: f.int(tile.coverage.read), expected: f.int(tile.coverage.expected) })}
          {tile.coverage.oldest && `, ${when(tile.coverage.oldest)}`}
        </span>
      </Link>
      <Definition
        name={name}
        text={t(`operations.definition.${tile.name}`)}
        position="bottom-end"
        className={classes.tileHelp}
      />
    </div>
  )
}

function useTiles(n: OperationsSummary | undefined, within: Props['within']): Tile[] | undefined {
  const { t } = useTranslation()
  const { f } = useLocale()
  if (!n) return undefined
  const nothing = t('value.unknown')
  const known = (coverage: Tile['coverage'], figure: string) =>
    coverage.read === 0 && coverage.failed.length === 0 && figure === '0' ? nothing : figure
  const customers = (count: number) => t('operations.at_customers', { count, n: f.int(count) })
  const size = (bytes: number | null) => (bytes === null ? nothing : bytesText(bytes, f))
  const services = (known: number, all: number) =>
    known < all
      ? t('operations.storage_known', { known: f.int(known), n: f.int(all) })
      : t('operations.of_services', { count: all, n: f.int(all) })
  const to = drillDowns(within)
  return [
    {
      name: 'failed_jobs',
      icon: IconCircleX,
      tone: n.failed_jobs > 0 ? 'bad' : undefined,
      figure: known(n.coverage.jobs, f.int(n.failed_jobs)),
      detail: n.failed_jobs > 0 ? customers(n.failed_customers) : '',
      coverage: n.coverage.jobs,
      to: to.failed_jobs,
    },
    {
      name: 'open_requests',
      icon: IconLifebuoy,
      tone: n.open_requests > 0 ? 'info' : undefined,
      figure: known(n.coverage.service_requests, f.int(n.open_requests)),
      detail: n.open_requests > 0 ? customers(n.requesting) : '',
      coverage: n.coverage.service_requests,
      to: to.open_requests,
    },
    {
      name: 'trouble',
      icon: IconAlertTriangle,
      tone: n.trouble > 0 ? 'soon' : undefined,
      figure: known(n.coverage.health, f.int(n.trouble)),
      detail: t('operations.of_services', { count: n.services, n: f.int(n.services) }),
      coverage: n.coverage.health,
      to: to.trouble,
    },
    {
      name: 'storage',
      icon: IconDatabase,
      figure: size(n.storage.consumed),
      detail: services(n.storage.consumed_known, n.storage.services),
      coverage: n.coverage.storage,
      to: openings.storage,
    },
    {
      name: 'live',
      icon: IconCloud,
      figure: size(n.live.stored),
      detail: services(n.live.known, n.live.services),
      coverage: n.coverage.live,
      to: openings.live,
    },
  ]
}
