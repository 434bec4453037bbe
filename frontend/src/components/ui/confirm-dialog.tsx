import { Button, Group, Stack, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from './dialog'

interface Props {
  title: string
  children: ReactNode
  confirm: string
  /** What has to be typed in before the button works. */
  typed?: string
  /** What is confirmed takes nothing away. */
  mild?: boolean
  pending?: boolean
  onConfirm: () => void
  onClose: () => void
}

/** Asks before something that cannot be taken back from here. */
export function ConfirmDialog({ title, children, confirm, typed, mild, pending, onConfirm, onClose }: Props) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  return (
    <Dialog onClose={onClose} title={title}>
      <Stack gap="md">
        <div>{children}</div>
        {typed !== undefined && (
          <TextInput
            data-autofocus
            label={t('confirm.type', { text: typed })}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            autoComplete="off"
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            variant="filled"
            color={mild ? undefined : 'red.9'}
            loading={pending}
            disabled={typed !== undefined && text.trim() !== typed}
            onClick={onConfirm}
          >
            {confirm}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
