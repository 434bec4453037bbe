import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'

interface Offer {
  message: string
  label: string
  onUndo: () => void
}

const offeredFor = 12_000

/** Says what was done and offers to take it back. */
export function notifyUndo({ message, label, onUndo }: Offer) {
  const id = notifications.show({
    color: 'accent',
    autoClose: offeredFor,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <span>{message}</span>
        <Button
          size="compact-xs"
          onClick={() => {
            notifications.hide(id)
            onUndo()
          }}
        >
          {label}
        </Button>
      </Group>
    ),
  })
}
