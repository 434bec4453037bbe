import { Button, Progress } from '@mantine/core'
import { IconFlask, IconClockPause } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { leaveSample, sessionQueries } from '../../api/session'
import { notifyError } from '../../components/ui/notify'
import { useErrorText } from '../../lib/use-error-text'
import classes from './shell.module.css'

/** Says on every page that the data are invented, and leads out of them. */
export function SampleBanner() {
  const { t } = useTranslation()
  const { data: session } = useQuery(sessionQueries.session())
  const client = useQueryClient()
  const navigate = useNavigate()
  const errorText = useErrorText()
  const leave = useMutation({
    mutationFn: leaveSample,
    onSuccess: async () => {
      await navigate({ to: '/', search: {} })
      await client.resetQueries()
    },
    onError: (error) => notifyError(errorText(error)),
  })
  if (!session?.sample) return session?.invented ? <InventedBanner /> : session?.simulated ? <ClockBanner /> : null
  const progress = session.sample_progress
  return (
    <div className={classes.banner} role="status">
      <IconFlask size={16} aria-hidden />
      <span>{t('sample.banner')}</span>
      {progress && progress.total > 0 && (
        <>
          <Progress
            value={(100 * progress.done) / progress.total}
            w={120}
            size="sm"
            color="yellow"
            aria-label={t('sample.progress_label')}
          />
          <span className="num">{t('sample.progress', { done: progress.done, total: progress.total })}</span>
        </>
      )}
      <span className={classes.grow} />
      <Button size="compact-xs" variant="default" loading={leave.isPending} onClick={() => leave.mutate()}>
        {t('sample.leave')}
      </Button>
    </div>
  )
}

function InventedBanner() {
  const { t } = useTranslation()
  return (
    <div className={classes.banner} role="status">
      <IconFlask size={16} aria-hidden />
      <span>{t('sample.invented')}</span>
    </div>
  )
}

function ClockBanner() {
  const { t } = useTranslation()
  return (
    <div className={classes.banner} role="status">
      <IconClockPause size={16} aria-hidden />
      <span>{t('sample.simulated')}</span>
    </div>
  )
}
