import { IconRocket } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Session } from '../../api/session'
import { EmptyState } from '../../components/ui/empty-state'
import { LinkButton } from '../../components/ui/link-button'
import classes from './home.module.css'

/** Leads back to a first start that was left before its end. */
export function SetupNotice({ session }: { session: Session | undefined }) {
  const { t } = useTranslation()
  const link = (
    <LinkButton to="/start" search={{}} variant="filled">
      {t('start.go_on')}
    </LinkButton>
  )
  if (session?.first_start) {
    return (
      <EmptyState icon={IconRocket} title={t('start.nothing_title')} text={t('start.nothing_text')}>
        {link}
      </EmptyState>
    )
  }
  if (session?.setup !== 'open' && session?.setup !== 'closed') return null
  return (
    <div className={classes.notice} role="status">
      <IconRocket size={16} aria-hidden />
      <span>{t('start.unfinished')}</span>
      {link}
    </div>
  )
}
