import { Skeleton } from '@mantine/core'
import {
  IconCalendarX,
  IconChartBarPopular,
  IconBuilding,
  IconQuestionMark,
  IconRepeat,
  IconUsersPlus,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import type { Kpis } from '../../api/dashboard'
import { useWhen } from '../../components/ui/age'
import type { Tone } from '../../components/ui/badge'
import { useCompletenessText } from '../../components/ui/completeness-text'
import { Definition } from '../../components/ui/definition'
import { FreshnessMark } from '../../components/ui/freshness-mark'
import type { FamilyChoice } from '../../lib/families'
import { useLocale } from '../../lib/locale'
import { drop, keepScope } from '../../lib/url-state'
import classes from './dashboard.module.css'

export interface Figure {
  name: 'customers' | 'expiring' | 'renewing' | 'open' | 'low' | 'over'
  count: number
  detail: string
  tone?: Tone
  /** Since about a month ago. */
  change?: number
}

const icons: Record<Figure['name'], ComponentType<{ size?: number; stroke?: number }>> = {
  customers: IconBuilding,
  expiring: IconCalendarX,
  renewing: IconRepeat,
  open: IconQuestionMark,
  low: IconChartBarPopular,
  over: IconUsersPlus,
}

interface Props {
  figure: Figure
  kpis: Kpis
  family: FamilyChoice
  /** What the definitions are filled with. */
  terms: Record<string, string | number>
}

export function FigureTile({ figure, kpis, family, terms }: Props) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const Icon = icons[figure.name]
  const name = t(`figure.${figure.name}.name`)
  const listFamily = family === 'all' ? undefined : family
  const listFigure = figure.name === 'customers' ? undefined : figure.name
  return (
    <div className={classes.tile} data-tone={figure.count > 0 ? figure.tone : undefined}>
      <Link
        to="/customers"
        search={(prev) => drop({ ...keepScope(prev), figure: listFigure, family: listFamily })}
        className={classes.tileLink}
      >
        <span className={classes.tileName}>
          <Icon size={16} stroke={1.8} />
          {name}
        </span>
        <span className={classes.tileFigure}>
          <span className={classes.tileNumber}>{f.int(figure.count)}</span>
          <span className={classes.tileOf}>
            {figure.name === 'customers'
              ? family === 'all'
                ? ''
                : t('dashboard.of_customers', { count: kpis.customers.total, number: f.int(kpis.customers.total) })
              : t('dashboard.of_customers', { count: kpis.customers.count, number: f.int(kpis.customers.count) })}
            {figure.change !== undefined && <Change value={figure.change} />}
          </span>
        </span>
        <span className={classes.tileDetail}>{figure.detail}</span>
        <TileAge kpis={kpis} />
      </Link>
      {listFigure && figure.count > 0 && (
        <Link
          to="/licences"
          search={(prev) => drop({ ...keepScope(prev), view: listFigure, family: listFamily })}
          className={classes.tileRows}
          title={t('dashboard.licences_of', { figure: name })}
        >
          {t('dashboard.licences')}
        </Link>
      )}
      <Definition
        name={name}
        text={t(`figure.${figure.name}.definition`, terms)}
        position="bottom-end"
        className={classes.tileHelp}
      />
    </div>
  )
}

function Change({ value }: { value: number }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const sign = value > 0 ? '+' : value < 0 ? '−' : '±'
  return (
    <span className={classes.change} title={t('dashboard.change_help')}>
      {t('dashboard.change', { change: `${sign}${f.int(Math.abs(value))}` })}
    </span>
  )
}

/** How complete and how old the figure is. */
function TileAge({ kpis }: { kpis: Kpis }) {
  const when = useWhen()
  const sentence = useCompletenessText()
  const { oldest } = kpis.completeness
  return (
    <span className={classes.tileAge} title={sentence(kpis.completeness)}>
      <FreshnessMark coverage={kpis.completeness} />
      {oldest && <span className={classes.tileTime}>{when(oldest)}</span>}
    </span>
  )
}

export function GhostTile() {
  return (
    <div className={classes.tile} aria-hidden="true">
      <div className={classes.tileLink}>
        <Skeleton height={14} width="55%" mt={3} />
        <Skeleton height={26} width={70} mt={10} />
        <Skeleton height={12} width="70%" mt={10} />
        <Skeleton height={12} width="45%" mt={8} />
      </div>
    </div>
  )
}
