import { Button, Group, PasswordInput, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { lockQueries, savePassphrase } from '../../api/lock'
import { Dialog } from '../../components/ui/dialog'
import { notifyDone } from '../../components/ui/notify'
import { useErrorText } from '../../lib/use-error-text'

const shortest = 8

/** Chooses the window's passphrase; the one there is has to be given, too. */
export function PassphraseDialog({ known, onClose }: { known: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const errorText = useErrorText()
  const [current, setCurrent] = useState('')
  const [fresh, setFresh] = useState('')
  const [again, setAgain] = useState('')
  const save = useMutation({
    mutationFn: savePassphrase,
    onSuccess: async () => {
      notifyDone(t('lock.saved'))
      onClose()
      await client.invalidateQueries({ queryKey: lockQueries.state().queryKey })
    },
  })
  const differs = again !== '' && fresh !== again
  const ready = [...fresh].length >= shortest && fresh === again && (!known || current !== '')
  const field = (key: 'current' | 'fresh' | 'again', value: string, onChange: (value: string) => void) => (
    <PasswordInput
      label={t(`lock.${key}`)}
      description={key === 'fresh' ? t('lock.fresh_help') : undefined}
      autoComplete={key === 'current' ? 'current-password' : 'new-password'}
      value={value}
      error={key === 'again' && differs && t('error.passphrase_differs')}
      visibilityToggleButtonProps={{ 'aria-label': t('connections.show_secret') }}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
  return (
    <Dialog onClose={onClose} size={420} title={t(known ? 'lock.change' : 'lock.choose')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate({ current: known ? current : undefined, passphrase: fresh })
        }}
      >
        <Stack gap="sm">
          {known && field('current', current, setCurrent)}
          {field('fresh', fresh, setFresh)}
          {field('again', again, setAgain)}
          {save.error && (
            <p role="alert" style={{ margin: 0, color: 'var(--bad)' }}>
              {errorText(save.error)}
            </p>
          )}
          <Group justify="flex-end" gap="xs">
            <Button onClick={onClose}>{t('action.cancel')}</Button>
            <Button type="submit" variant="filled" disabled={!ready} loading={save.isPending}>
              {t('action.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
