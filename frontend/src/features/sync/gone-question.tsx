import { Button, Group } from '@mantine/core'
import { IconHelpHexagon } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { acceptGone, type ConnectionRow, dismissGone } from '../../api/connections'
import { Age } from '../../components/ui/age'
import { notifyError } from '../../components/ui/notify'
import { useLocale } from '../../lib/locale'
import { useErrorText } from '../../lib/use-error-text'
import classes from './sync.module.css'

/** Asks whether a suspiciously short list of a vendor is true; until then nothing is marked gone. */
export function GoneQuestion({ connection }: { connection: ConnectionRow }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const client = useQueryClient()
  const errorText = useErrorText()
  const done = () => client.invalidateQueries({ queryKey: ['connections'] })
  const onError = (error: unknown) => notifyError(errorText(error))
  const accept = useMutation({ mutationFn: acceptGone, onSuccess: done, onError })
  const dismiss = useMutation({ mutationFn: dismissGone, onSuccess: done, onError })
  const hold = connection.gone_hold
  if (!hold) return null
  return (
    <section className={classes.question} aria-label={t('gone.title', { connection: connection.name })}>
      <IconHelpHexagon size={22} stroke={1.7} aria-hidden />
      <div className={classes.questionText}>
        <strong>{t('gone.title', { connection: connection.name })}</strong>
        <p>
          {t(`gone_hold.${hold.reason}`, {
            before: f.int(hold.before),
            read: f.int(hold.read),
            previous: hold.previous,
            current: hold.current,
          })}{' '}
          {t('gone.explain')} <Age at={hold.since} />
        </p>
        <Group gap="xs">
          <Button loading={accept.isPending} onClick={() => accept.mutate(connection.id)}>
            {t('gone.accept')}
          </Button>
          <Button variant="filled" loading={dismiss.isPending} onClick={() => dismiss.mutate(connection.id)}>
            {t('gone.keep')}
          </Button>
        </Group>
      </div>
    </section>
  )
}
