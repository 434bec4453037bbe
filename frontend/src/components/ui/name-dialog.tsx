import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorText } from '../../lib/use-error-text'
import { Dialog } from './dialog'

interface Props<Saved> {
  title: string
  label: string
  help: string
  maxLength: number
  save: (name: string) => Promise<Saved>
  onSaved: (name: string, saved: Saved) => void
  onClose: () => void
}

/** Asks for the name under which something is saved. */
export function NameDialog<Saved>({ title, label, help, maxLength, save, onSaved, onClose }: Props<Saved>) {
  const { t } = useTranslation()
  const errorText = useErrorText()
  const [text, setText] = useState('')
  const name = text.trim()
  const saving = useMutation({
    mutationFn: () => save(name),
    onSuccess: (saved) => {
      onSaved(name, saved)
      onClose()
    },
  })
  return (
    <Dialog onClose={onClose} title={title} size={440}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          saving.mutate()
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={label}
            description={help}
            value={text}
            maxLength={maxLength}
            data-autofocus
            error={saving.error && errorText(saving.error)}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button onClick={onClose}>{t('action.cancel')}</Button>
            <Button type="submit" variant="filled" disabled={name === ''} loading={saving.isPending}>
              {t('action.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
