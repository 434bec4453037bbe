import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CountLink } from '../../components/ui/count-link'
import { drop } from '../../lib/url-state'
import type { OperationsSearch } from './operations-search'
import classes from './operations.module.css'

/** What no source tells. */
export function Unknown() {
  const { t } = useTranslation()
  return (
    <span className={classes.unknown} title={t('operations.no_source')}>
      <span aria-hidden>–</span>
      <span className="visually-hidden">{t('value.unknown')}</span>
    </span>
  )
}

interface CountProps {
  /** The customer whose rows are counted. */
  customer: number
  to: OperationsSearch
  label: string
  quiet: boolean
  children: ReactNode
}

/** A count that leads to the rows it counted. */
export function OperationsLink({ customer, to, label, quiet, children }: CountProps) {
  if (quiet) return <span className={classes.unknown}>{children}</span>
  return (
    <CountLink to="/operations" search={drop({ ...to, customer })} aria-label={label}>
      {children}
    </CountLink>
  )
}
