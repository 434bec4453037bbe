import { Button, Group, Select, Skeleton, Stack } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { lockNow, lockQueries, locksItself, saveLock } from '../../api/lock'
import { notifyError } from '../../components/ui/notify'
import { Section } from '../../components/ui/page'
import { useErrorText } from '../../lib/use-error-text'
import { PassphraseDialog } from './passphrase-dialog'
import classes from './settings.module.css'

const choices = [0, 5, 15, 30, 60, 120, 240]

/** When the interface locks by itself, and what that is good for. */
export function LockSection() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const errorText = useErrorText()
  const [choosing, setChoosing] = useState(false)
  const { data: lock } = useQuery(lockQueries.state())
  const renew = () => client.invalidateQueries({ queryKey: lockQueries.state().queryKey })
  const onError = (error: unknown) => notifyError(errorText(error))
  const save = useMutation({ mutationFn: saveLock, onSuccess: renew, onError })
  const now = useMutation({ mutationFn: lockNow, onSuccess: renew, onError })
  const words = (minutes: number) => {
    if (minutes === 0) return t('lock.never')
    return minutes % 60 === 0 ? t('lock.hours', { count: minutes / 60 }) : t('lock.minutes', { count: minutes })
  }
  if (!lock) {
    return (
      <Section title={t('lock.title')}>
        <Skeleton height={120} />
      </Section>
    )
  }
  const stuck = lock.mode === 'window' && !lock.passphrase
  const offered = [...new Set([...choices, lock.minutes])].sort((a, b) => a - b)
  return (
    <Section title={t('lock.title')}>
      <Stack className={classes.form} gap="md">
        <Select
          label={t('lock.after')}
          description={stuck ? t('lock.needs_passphrase') : t(`lock.after_${lock.mode}`)}
          allowDeselect={false}
          disabled={stuck || save.isPending}
          value={String(stuck ? 0 : lock.minutes)}
          data={offered.map((minutes) => ({ value: String(minutes), label: words(minutes) }))}
          onChange={(value) => save.mutate(Number(value))}
        />
        <p className={classes.quiet}>{t('lock.protects')}</p>
        <Group gap="xs">
          {lock.mode === 'window' && (
            <Button onClick={() => setChoosing(true)}>{t(lock.passphrase ? 'lock.change' : 'lock.choose')}</Button>
          )}
          {locksItself(lock) && (
            <Button
              leftSection={<IconLock size={15} aria-hidden />}
              loading={now.isPending}
              onClick={() => now.mutate()}
            >
              {t('lock.now')}
            </Button>
          )}
        </Group>
      </Stack>
      {choosing && <PassphraseDialog known={lock.passphrase} onClose={() => setChoosing(false)} />}
    </Section>
  )
}
