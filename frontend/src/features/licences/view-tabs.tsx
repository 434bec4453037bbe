import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { drop, keepScope } from '../../lib/url-state'
import { type View, views } from './licences-search'
import classes from './licences.module.css'

const route = getRouteApi('/licences')

/** All views on licences. The scope and the product go along, filters of one view do not. */
export function ViewTabs() {
  const { t } = useTranslation()
  const { view = 'subscriptions' } = route.useSearch()
  const all: View[] = ['subscriptions', ...views]
  return (
    <nav className={classes.tabs} aria-label={t('licences.view')}>
      {all.map((each) => (
        <Link
          key={each}
          to="/licences"
          search={(prev) =>
            drop({
              ...keepScope(prev),
              family: prev.family,
              view: each === 'subscriptions' ? undefined : each,
            })
          }
          className={classes.tab}
          data-chosen={each === view || undefined}
          aria-current={each === view ? 'page' : undefined}
          activeOptions={{ exact: true, includeSearch: true }}
        >
          {t(`licences.tab.${each}`)}
        </Link>
      ))}
    </nav>
  )
}
