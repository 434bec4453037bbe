import { Switch } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { scheduleQueries, setBackground } from '../../api/schedules'
import { notifyError } from '../../components/ui/notify'
import { Section } from '../../components/ui/page'
import { useErrorText } from '../../lib/use-error-text'
import classes from './settings.module.css'

/** Lets the system's own scheduler run what is due while no window is open. */
export function BackgroundSection() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const errorText = useErrorText()
  const { data } = useQuery(scheduleQueries.background())
  const save = useMutation({
    mutationFn: setBackground,
    onSuccess: (saved) => client.setQueryData(scheduleQueries.background().queryKey, saved),
    onError: (error) => notifyError(errorText(error)),
  })
  return (
    <Section title={t('background.title')}>
      <div className={classes.form}>
        <Switch
          label={t('background.switch')}
          description={
            data?.supported === false
              ? t('background.unsupported')
              : t('background.help', { minutes: data?.every_minutes ?? 5 })
          }
          checked={data?.registered ?? false}
          disabled={!data?.supported || save.isPending}
          onChange={(event) => save.mutate(event.currentTarget.checked)}
        />
      </div>
    </Section>
  )
}
