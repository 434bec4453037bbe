import { Skeleton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Kpis } from '../../api/dashboard'
import { Section } from '../../components/ui/page'
import type { FamilyChoice } from '../../lib/families'
import { useLocale } from '../../lib/locale'
import { drop, keepScope } from '../../lib/url-state'
import classes from './dashboard.module.css'

/** What the figures leave out or cannot know, each with the way to its rows. */
export function FigureNotes({ kpis, family }: { kpis?: Kpis; family: FamilyChoice }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const listFamily = family === 'all' ? undefined : family
  if (!kpis) {
    return (
      <Section title={t('dashboard.notes')}>
        <div className={classes.notes}>
          {Array.from({ length: 5 }, (_, n) => (
            <Skeleton key={n} height={14} my={9} />
          ))}
        </div>
      </Section>
    )
  }
  const excluded = kpis.excluded.reduce((sum, each) => sum + each.pools, 0)
  const missing = kpis.open.missing_dates
  return (
    <Section title={t('dashboard.notes')}>
      <ul className={classes.notes}>
        <Note
          count={kpis.unmatched}
          text={t('dashboard.unmatched', { count: kpis.unmatched })}
          link={kpis.unmatched > 0 && <CustomersLink figure="unmatched" family={listFamily} />}
        />
        <Note
          count={missing}
          text={t('dashboard.missing_dates', { count: missing })}
          link={
            missing > 0 && (
              <Link
                to="/licences"
                search={(prev) => drop({ ...keepScope(prev), figure: 'missing_dates' as const, family: listFamily })}
              >
                {t('dashboard.type_in')}
              </Link>
            )
          }
        />
        <Note
          count={excluded}
          text={t('dashboard.excluded', { count: excluded })}
          detail={kpis.excluded
            .filter((each) => each.reason !== '')
            .map((each) => `${t(`exclusion.${each.reason}`)} ${f.int(each.pools)}`)
            .join(' · ')}
          link={
            excluded > 0 && (
              <Link
                to="/licences"
                search={(prev) =>
                  drop({ ...keepScope(prev), view: 'pools' as const, excluded: 'yes' as const, family: listFamily })
                }
              >
                {t('dashboard.show')}
              </Link>
            )
          }
        />
        <Note count={kpis.low.age_unknown} text={t('dashboard.age_unknown', { count: kpis.low.age_unknown })} />
        <Note
          count={kpis.failed_tasks}
          text={t('dashboard.failed', { count: kpis.failed_tasks })}
          link={kpis.failed_tasks > 0 && <CustomersLink figure="failed" family={listFamily} />}
        />
      </ul>
    </Section>
  )
}

function CustomersLink({ figure, family }: { figure: 'unmatched' | 'failed'; family?: FamilyChoice }) {
  const { t } = useTranslation()
  return (
    <Link to="/customers" search={(prev) => drop({ ...keepScope(prev), figure, family })}>
      {t('dashboard.show')}
    </Link>
  )
}

interface NoteProps {
  count: number
  text: string
  detail?: string
  link?: ReactNode
}

/** Where there is nothing to say, nothing is said. */
function Note({ count, text, detail, link }: NoteProps) {
  const { f } = useLocale()
  if (count === 0) return null
  return (
    <li>
      <span className={classes.noteCount}>{f.int(count)}</span>
      <span className={classes.noteText}>
        {text}
        {detail && <small>{detail}</small>}
      </span>
      {link}
    </li>
  )
}
