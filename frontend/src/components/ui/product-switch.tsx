import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Kpis } from '../../api/dashboard'
import { families, type FamilyChoice } from '../../lib/families'
import { useLocale } from '../../lib/locale'
import classes from './product-switch.module.css'

/** Messaging and others have no customers of their own under the product switch (PRODUCT.md L2). */
const switchable = families.filter((family) => family !== 'messaging' && family !== 'other')

interface Props {
  kpis?: Kpis
  family: FamilyChoice
  /** The page whose figures it switches. */
  to: '/dashboard' | '/licences'
}

export function ProductSwitch({ kpis, family, to }: Props) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const counts = new Map<string, number>(kpis?.families.map((each) => [each.family, each.customers]))
  const shown = switchable.filter((each) => each === 'all' || each === family || (counts.get(each) ?? 0) > 0)
  return (
    <div className={classes.switchRow}>
      <nav className={classes.switch} aria-label={t('dashboard.product_switch')}>
        {shown.map((each) => (
          <Link
            key={each}
            from={to}
            to={to}
            search={(prev) => ({ ...prev, family: each === 'all' ? undefined : each })}
            className={classes.switchEntry}
            data-chosen={each === family || undefined}
            activeOptions={{ exact: true, includeSearch: true }}
          >
            {t(`family.${each}`)}
            <span className={classes.switchCount}>
              {each === 'all' ? kpis && f.int(kpis.customers.total) : f.int(counts.get(each) ?? 0)}
            </span>
          </Link>
        ))}
      </nav>
      {kpis && family !== 'all' && (
        <span className={classes.outside}>
          {t('dashboard.outside', {
            count: kpis.customers.outside,
            number: f.int(kpis.customers.outside),
            family: t(`family.${family}`),
          })}
        </span>
      )}
    </div>
  )
}
