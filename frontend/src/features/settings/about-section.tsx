import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { sessionQueries } from '../../api/session'
import { Facts } from '../../components/ui/facts'
import { Section } from '../../components/ui/page'
import classes from './settings.module.css'

/** What is running, and where its data lie. */
export function AboutSection() {
  const { t } = useTranslation()
  const { data: session } = useQuery(sessionQueries.session())
  return (
    <Section title={t('settings.about')}>
      <Facts
        className={classes.facts}
        facts={[
          [t('settings.version'), session?.version],
          [t('settings.data_folder'), session?.data_folder],
          [t('settings.zone_in_force'), session?.time_zone],
        ]}
      />
    </Section>
  )
}
