import { Skeleton, Stack, Switch } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { sessionQueries } from '../../api/session'
import { saveSettings, type Settings, settingsQueries } from '../../api/settings'
import { ErrorState } from '../../components/ui/error-state'
import { notifyError } from '../../components/ui/notify'
import { PageBody, PageHeader, Section } from '../../components/ui/page'
import { useErrorText } from '../../lib/use-error-text'
import { AboutSection } from './about-section'
import { AppearanceFields } from './appearance-fields'
import { BackgroundSection } from './background-section'
import classes from './settings.module.css'
import { ThresholdFields } from './threshold-fields'

/** Every change counts at once; there is no button to forget. */
export function SettingsPage() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const errorText = useErrorText()
  const settings = useQuery(settingsQueries.settings())
  const session = useQuery(sessionQueries.session())
  const save = useMutation({
    mutationFn: saveSettings,
    onSuccess: async (saved) => {
      client.setQueryData(settingsQueries.settings().queryKey, saved)
      await client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'settings' })
    },
    onError: (error) => notifyError(errorText(error)),
  })
  const change = (next: Partial<Settings>) => settings.data && save.mutate({ ...settings.data, ...next })
  return (
    <>
      <PageHeader title={t('nav.settings')} />
      {settings.error && <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />}
      {!settings.error && (
        <PageBody>
          <div className={classes.columns}>
            <div className={classes.column}>
              <Section title={t('settings.appearance')}>
                <Stack className={classes.form} gap="md">
                  {settings.data && session.data ? (
                    <AppearanceFields settings={settings.data} session={session.data} onChange={change} />
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
              <BackgroundSection />
              <AboutSection />
            </div>
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
          </div>
        </PageBody>
      )}
    </>
  )
}
