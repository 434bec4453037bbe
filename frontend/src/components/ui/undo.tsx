import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { takeBack } from '../../api/undo'
import { useErrorText } from '../../lib/use-error-text'
import { notifyDone, notifyError } from './notify'

interface Change {
  /** What was done, as a sentence. */
  message: string
  /** The number that Go answered the change with, or what takes it back here. */
  undo: number | (() => unknown)
}

interface Offer {
  id: string
  take: () => void
}

const offeredFor = 12_000

/** What can be taken back now, the latest last: as long as its notification stands there. */
let offers: Offer[] = []

/** Says what was done and offers to take it back, by the notification's button or Ctrl/Cmd+Z. */
export function useUndo(): (change: Change) => void {
  const { t } = useTranslation()
  const client = useQueryClient()
  const errorText = useErrorText()
  return ({ message, undo }) => {
    const id = notifications.show({
      color: 'accent',
      autoClose: offeredFor,
      onClose: ({ id: closed }) => {
        offers = offers.filter((offer) => offer.id !== closed)
      },
      message: (
        <Group justify="space-between" wrap="nowrap">
          <span>{message}</span>
          <Button size="compact-xs" onClick={() => take()}>
            {t('undo.button')}
          </Button>
        </Group>
      ),
    })
    const take = () => {
      notifications.hide(id)
      offers = offers.filter((offer) => offer.id !== id)
      Promise.resolve(undo)
        .then((how) => (typeof how === 'number' ? takeBack(how) : how()))
        .then(() => notifyDone(t('undo.done', { change: message })))
        .catch((error: unknown) => notifyError(t('undo.failed', { change: message, reason: errorText(error) })))
        .finally(() => void client.invalidateQueries())
    }
    offers.push({ id, take })
  }
}

/** Takes back what was done last and is still offered; says whether there was anything. */
export function undoLatest(): boolean {
  const latest = offers.at(-1)
  latest?.take()
  return latest !== undefined
}

/** Other data are shown from now on: what was offered is about those before. */
export function forgetOffers() {
  for (const { id } of offers) notifications.hide(id)
  offers = []
}
