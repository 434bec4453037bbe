import { Button, Group, Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Session } from '../../api/session'
import { type Settings, settingsQueries } from '../../api/settings'
import { LanguageFields } from '../../components/language-fields'
import { useSaveSettings } from '../../components/use-save-settings'
import classes from './start.module.css'
import type { Move } from './wizard'

export function WelcomeStep({ session, onMove }: { session: Session; onMove: Move }) {
  const { t } = useTranslation()
  const settings = useQuery(settingsQueries.settings())
  const save = useSaveSettings()
  const change = (next: Partial<Settings>) => settings.data && save.mutate({ ...settings.data, ...next })
  return (
    <>
      <p className={classes.lead}>{t('start.lead')}</p>
      <Stack gap="md" className={classes.form}>
        {settings.data ? (
          <LanguageFields settings={settings.data} session={session} onChange={change} />
        ) : (
          <Skeleton height={220} />
        )}
      </Stack>
      <p className={classes.quiet}>{t('start.privacy')}</p>
      <Group justify="flex-end" gap="xs">
        <Button variant="filled" size="sm" onClick={() => onMove({ step: 'vendor' })}>
          {t('start.next')}
        </Button>
      </Group>
    </>
  )
}
