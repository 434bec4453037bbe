import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Mark } from '../../components/ui/mark'
import classes from './lock.module.css'

/** What a browser shows that is not signed in, or no longer: the console has the way in. */
export function SignedOut() {
  const { t } = useTranslation()
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <Mark size={44} />
        <h1>{t('lock.signed_out')}</h1>
        <p className={classes.lead}>{t('error.session_missing')}</p>
        <Button size="sm" onClick={() => window.location.reload()}>
          {t('lock.reload')}
        </Button>
      </div>
    </main>
  )
}
