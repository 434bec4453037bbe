import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { customerQueries } from '../../api/customers'
import type { Coverage } from '../../api/dashboard'
import { useCompletenessText } from './completeness-text'
import { FreshnessMark } from './freshness-mark'
import classes from './page.module.css'

interface HeaderProps {
  title: string
  /** How many there are. */
  count?: ReactNode
  /** How old and how complete the data are. */
  age?: ReactNode
  /** The same in words and a mark, of data that were read. */
  coverage?: Coverage
  /** What the figures of the page still depend on. */
  note?: ReactNode
  /** The main action. */
  actions?: ReactNode
}

/** The line on top of a page. It also names the page and the scope in the title of the window. */
export function PageHeader({ title, count, age, coverage, note, actions }: HeaderProps) {
  const { t } = useTranslation()
  const { customer, tag } = useSearch({ from: '__root__' })
  const { data } = useQuery({ ...customerQueries.detail(customer ?? 0), enabled: customer !== undefined })
  const scope = tag ?? data?.name
  const completeness = useCompletenessText()
  useEffect(() => {
    document.title = [title, scope, t('app.name')].filter(Boolean).join(' – ')
  }, [title, scope, t])
  return (
    <header className={classes.header}>
      <h1>{title}</h1>
      {scope && <span className={classes.scope}>{scope}</span>}
      {count !== undefined && <span className={classes.count}>{count}</span>}
      {age && (
        <span className={classes.age} title={typeof age === 'string' ? age : undefined}>
          {age}
        </span>
      )}
      {coverage && (
        <span className={classes.age} title={completeness(coverage)}>
          <FreshnessMark coverage={coverage} /> <span>{completeness(coverage)}</span>
        </span>
      )}
      {note && <span className={classes.note}>{note}</span>}
      {actions && <div className={classes.actions}>{actions}</div>}
    </header>
  )
}

interface ToolbarProps {
  label: string
  /** What stays at the right however many filters there are. */
  aside?: ReactNode
  children: ReactNode
}

export function Toolbar({ label, aside, children }: ToolbarProps) {
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={label}>
      <div className={classes.filters}>{children}</div>
      {aside}
    </div>
  )
}

/** The scrolling content of a page that is not one table. */
export function PageBody({ children }: { children: ReactNode }) {
  return <div className={classes.body}>{children}</div>
}

export function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.sectionHead}>
        <h2>{title}</h2>
        <span className={classes.grow} />
        {aside}
      </div>
      {children}
    </section>
  )
}
