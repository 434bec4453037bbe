import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core'
import {
  IconAlertTriangleFilled,
  IconBellOff,
  IconCalendarDue,
  IconCheck,
  IconChecklist,
  IconMailOpened,
} from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Notification, readNotification, snoozeNotification } from '../../api/notifications'
import { Age } from '../../components/ui/age'
import { notifyError } from '../../components/ui/notify'
import { useLocale } from '../../lib/locale'
import { useErrorText } from '../../lib/use-error-text'
import { dueText, notificationLink, notificationText } from './notification-text'
import classes from './notifications.module.css'

const looks = {
  failure: { icon: IconAlertTriangleFilled, color: 'var(--bad)' },
  todo: { icon: IconChecklist, color: 'var(--info)' },
  deadline: { icon: IconCalendarDue, color: 'var(--soon)' },
} as const

interface Props {
  notification: Notification
  onClose: () => void
  /** It leaves the list with what has the focus. */
  onPutOff: () => void
}

export function NotificationRow({ notification, onClose, onPutOff }: Props) {
  const { t } = useTranslation()
  const { f, today } = useLocale()
  const [putsOff, setPutsOff] = useState(false)
  const { read, snooze } = useChanges(notification.id)
  const { kind, due_on: due, raised_at: raised, read_at: readAt, snoozed_until: until, ended_at: ended } = notification
  const { icon: Icon, color } = looks[kind]
  const text = notificationText(notification, t, f)
  const isRead = readAt !== null
  const putOff = (days: number, reason: string) => {
    onPutOff()
    snooze.mutate({ days, reason })
  }
  return (
    <li className={classes.row} data-unread={(!isRead && !ended) || undefined}>
      <Icon size={16} color={color} role="img" aria-label={t(`notifications.kind_${kind}`)} />
      <div className={classes.text}>
        <Link
          {...notificationLink(notification)}
          onClick={() => {
            if (!isRead && !ended) read.mutate(true)
            onClose()
          }}
        >
          {text}
        </Link>
        <small>
          {due && `${dueText(due, today, t, f)} · `}
          {until && !ended ? t('notifications.until', { time: f.dateTime(until) }) : <Age at={ended ?? raised} />}
          {notification.snooze_reason && ` · ${notification.snooze_reason}`}
        </small>
        {putsOff && <PutOff onChoose={putOff} />}
      </div>
      {!ended && (
        <>
          <Tooltip label={t(isRead ? 'notifications.unread' : 'notifications.read')}>
            <ActionIcon
              aria-label={t(isRead ? 'notifications.unread_of' : 'notifications.read_of', { text })}
              onClick={() => read.mutate(!isRead)}
            >
              {isRead ? <IconMailOpened size={16} aria-hidden /> : <IconCheck size={16} aria-hidden />}
            </ActionIcon>
          </Tooltip>
          <Tooltip label={t(until ? 'notifications.wake' : 'notifications.snooze')}>
            <ActionIcon
              aria-label={t(until ? 'notifications.wake_of' : 'notifications.snooze_of', { text })}
              aria-expanded={until ? undefined : putsOff}
              onClick={() => (until ? putOff(0, '') : setPutsOff(!putsOff))}
            >
              <IconBellOff size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </>
      )}
    </li>
  )
}

function useChanges(id: number) {
  const client = useQueryClient()
  const errorText = useErrorText()
  const after = {
    onSuccess: () => client.invalidateQueries({ queryKey: ['notifications'] }),
    onError: (error: Error) => notifyError(errorText(error)),
  }
  const read = useMutation({ mutationFn: (value: boolean) => readNotification(id, value), ...after })
  const snooze = useMutation({
    mutationFn: ({ days, reason }: { days: number; reason: string }) => snoozeNotification(id, days, reason),
    ...after,
  })
  return { read, snooze }
}

/** Asks for how long, and why where the user wants to say so. */
function PutOff({ onChoose }: { onChoose: (days: number, reason: string) => void }) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  return (
    <div className={classes.putOff}>
      <TextInput
        size="xs"
        data-autofocus
        maxLength={500}
        aria-label={t('notifications.reason')}
        placeholder={t('notifications.reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button size="compact-xs" onClick={() => onChoose(1, reason)}>
        {t('notifications.day')}
      </Button>
      <Button size="compact-xs" onClick={() => onChoose(7, reason)}>
        {t('notifications.week')}
      </Button>
    </div>
  )
}
