import { Button, PasswordInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listen } from '../../api/events'
import { type LockState, lockQueries, unlock } from '../../api/lock'
import { Mark } from '../../components/ui/mark'
import { useErrorText } from '../../lib/use-error-text'
import classes from './lock.module.css'

/** What stands in place of the interface while the window is locked. */
export function LockScreen({ state }: { state: LockState }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const errorText = useErrorText()
  const [passphrase, setPassphrase] = useState('')
  const enter = useMutation({
    mutationFn: unlock,
    onSuccess: async () => {
      client.setQueryData(lockQueries.state().queryKey, { ...state, locked: false })
      await client.resetQueries()
    },
    onError: () => setPassphrase(''),
  })
  useEffect(() => {
    const stop = listen(
      (event) => event.type === 'unlocked' && void client.resetQueries(),
      () => undefined,
    )
    return stop
  }, [client])
  return (
    <main className={classes.page}>
      <form
        className={classes.card}
        onSubmit={(event) => {
          event.preventDefault()
          enter.mutate(passphrase)
        }}
      >
        <Mark size={44} />
        <h1>{t('lock.locked')}</h1>
        <PasswordInput
          label={t('lock.passphrase')}
          data-autofocus
          autoFocus
          autoComplete="current-password"
          value={passphrase}
          error={enter.error && errorText(enter.error)}
          visibilityToggleButtonProps={{ 'aria-label': t('connections.show_secret') }}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
        <Button type="submit" variant="filled" size="sm" disabled={!passphrase} loading={enter.isPending}>
          {t('lock.unlock')}
        </Button>
        <p>{t('lock.protects')}</p>
        <p>{t('lock.forgot')}</p>
      </form>
    </main>
  )
}
