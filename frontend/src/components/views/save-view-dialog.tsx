import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { saveView } from '../../api/views'
import type { Search } from '../../lib/url-state'
import { useErrorText } from '../../lib/use-error-text'
import { Dialog } from '../ui/dialog'
import { notifyDone } from '../ui/notify'

interface Props {
  page: string
  query: Search
  onClose: () => void
}

export function SaveViewDialog({ page, query, onClose }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const errorText = useErrorText()
  const [name, setName] = useState('')
  const save = useMutation({
    mutationFn: () => saveView(page, name.trim(), query),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['views', page] })
      notifyDone(t('views.saved', { name: name.trim() }))
      onClose()
    },
  })
  return (
    <Dialog onClose={onClose} title={t('views.save_title')} size={420}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={t('views.name')}
            description={t('views.save_help')}
            value={name}
            maxLength={60}
            data-autofocus
            error={save.error && errorText(save.error)}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button onClick={onClose}>{t('action.cancel')}</Button>
            <Button type="submit" variant="filled" disabled={name.trim() === ''} loading={save.isPending}>
              {t('action.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
