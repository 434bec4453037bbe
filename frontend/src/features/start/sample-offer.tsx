import { Button } from '@mantine/core'
import { IconFlask } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { openSample } from '../../api/session'
import { useErrorText } from '../../lib/use-error-text'
import classes from './start.module.css'

/** The other way: an invented portfolio in a folder of its own. */
export function SampleOffer() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const router = useRouter()
  const errorText = useErrorText()
  const sample = useMutation({
    mutationFn: openSample,
    onSuccess: async () => {
      await client.resetQueries()
      // Whoever went on to another page meanwhile stays there.
      if (router.state.location.pathname === '/start') await router.navigate({ to: '/', search: {} })
    },
  })
  return (
    <section className={classes.sample} aria-labelledby="start-sample">
      <IconFlask size={20} stroke={1.6} aria-hidden />
      <div>
        <h3 id="start-sample">{t('start.sample_title')}</h3>
        <p>{t('start.sample_text')}</p>
        {sample.error && (
          <p role="alert" className={classes.error}>
            {errorText(sample.error)}
          </p>
        )}
      </div>
      <Button size="sm" loading={sample.isPending} onClick={() => sample.mutate()}>
        {t('start.sample_button')}
      </Button>
    </section>
  )
}
