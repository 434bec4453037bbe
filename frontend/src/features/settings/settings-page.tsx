import { Skeleton, Stack, Switch } from '@mantine/core'
import { IconBuildingCommunity } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { sessionQueries } from '../../api/session'
import { type Settings, settingsQueries } from '../../api/settings'
import { LanguageFields } from '../../components/language-fields'
import { ErrorState } from '../../components/ui/error-state'
import { LinkButton } from '../../components/ui/link-button'
import { PageBody, PageHeader, Section } from '../../components/ui/page'
import { useSaveSettings } from '../../components/use-save-settings'
import { keepScope } from '../../lib/url-state'
import { AboutSection } from './about-section'
import { AppearanceFields } from './appearance-fields'
import { BackgroundSection } from './background-section'
import classes from './settings.module.css'
import { LockSection } from './lock-section'
import { MailSection } from './mail-section'
import { ThresholdFields } from './threshold-fields'

/** Every change counts at once; there is no button to forget. */
export function SettingsPage() {
  const { t } = useTranslation()
  const settings = useQuery(settingsQueries.settings())
  const session = useQuery(sessionQueries.session())
  const save = useSaveSettings()
  const change = (next: Partial<Settings>) => settings.data && save.mutate({ ...settings.data, ...next })
  return (
    <>
      <PageHeader
        title={t('nav.settings')}
        actions={
          <LinkButton
            to="/settings/organisation"
            search={keepScope}
            leftSection={<IconBuildingCommunity size={15} aria-hidden />}
          >
            {t('organisation.title')}
          </LinkButton>
        }
      />
      {settings.error && <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />}
      {!settings.error && (
        <PageBody>
          <div className={classes.columns}>
            <div className={classes.column}>
              <Section title={t('settings.appearance')}>
                <Stack className={classes.form} gap="md">
                  {settings.data && session.data ? (
                    <>
                      <LanguageFields settings={settings.data} session={session.data} onChange={change} />
                      <AppearanceFields settings={settings.data} onChange={change} />
                    </>
                  ) : (
                    <Skeleton height={220} />
                  )}
                </Stack>
              </Section>
              <Section title={t('settings.privacy')}>
                <div className={classes.form}>
                  <Switch
                    label={t('settings.no_personal_data')}
                    description={t('settings.no_personal_data_help')}
                    checked={settings.data?.no_personal_data ?? false}
                    disabled={!settings.data}
                    onChange={(event) => change({ no_personal_data: event.currentTarget.checked })}
                  />
                </div>
              </Section>
              <LockSection />
              <BackgroundSection />
              <AboutSection />
            </div>
            <div className={classes.column}>
              <Section title={t('settings.thresholds')}>
                <Stack className={classes.form} gap="md">
                  {settings.data ? (
                    <ThresholdFields
                      key={JSON.stringify(settings.data.thresholds)}
                      thresholds={settings.data.thresholds}
                      onChange={(thresholds) => change({ thresholds })}
                    />
                  ) : (
                    <Skeleton height={220} />
                  )}
                </Stack>
              </Section>
              {session.data && !session.data.sample && <MailSection />}
            </div>
          </div>
        </PageBody>
      )}
    </>
  )
}
