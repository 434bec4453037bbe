import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Kpis } from '../../api/dashboard'
import { settingsQueries } from '../../api/settings'
import type { FamilyChoice } from '../../lib/families'
import { useLocale } from '../../lib/locale'
import classes from './dashboard.module.css'
import { FigureTile, GhostTile, type Figure } from './figure-tile'

/** The figures of the portfolio; each counts customers and leads to exactly those. */
export function FigureTiles({ kpis, family }: { kpis?: Kpis; family: FamilyChoice }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const { data: settings } = useQuery(settingsQueries.settings())
  if (!kpis) {
    return (
      <div className={classes.tiles} aria-busy="true">
        {Array.from({ length: 6 }, (_, n) => (
          <GhostTile key={n} />
        ))}
      </div>
    )
  }
  const thresholds = settings?.thresholds
  const terms = {
    days: thresholds?.expiring_days ?? 90,
    factor: f.decimal(thresholds?.low_factor ?? '0.5'),
    customers: thresholds?.low_min_customers ?? 5,
    age: thresholds?.low_min_age_days ?? 90,
  }
  const { previous, total } = kpis.customers
  const dated = (figure: Kpis['expiring']) =>
    `${t('dashboard.subscriptions', { count: figure.subscriptions, number: f.int(figure.subscriptions) })} · ${t('seats.all', { count: figure.seats, number: f.int(figure.seats) })}`
  const figures: Figure[] = [
    {
      name: 'customers',
      count: kpis.customers.count,
      detail: t('dashboard.seats_of', { assigned: f.int(kpis.assigned), bought: f.int(kpis.bought) }),
      change: previous === null ? undefined : total - previous,
    },
    { name: 'expiring', count: kpis.expiring.count, tone: 'soon', detail: dated(kpis.expiring) },
    { name: 'renewing', count: kpis.renewing.count, tone: 'info', detail: dated(kpis.renewing) },
    { name: 'open', count: kpis.open.count, tone: 'calm', detail: dated(kpis.open) },
    {
      name: 'low',
      count: kpis.low.count,
      tone: 'soon',
      detail: t('dashboard.unassigned', { count: kpis.low.unassigned, number: f.int(kpis.low.unassigned) }),
    },
    {
      name: 'over',
      count: kpis.over.count,
      tone: 'bad',
      detail: t('dashboard.over_seats', { count: kpis.over.seats, number: f.int(kpis.over.seats) }),
    },
  ]
  return (
    <div className={classes.tiles}>
      {figures.map((figure) => (
        <FigureTile key={figure.name} figure={figure} kpis={kpis} family={family} terms={terms} />
      ))}
    </div>
  )
}
