import { Popover, SegmentedControl } from '@mantine/core'
import { IconBell, IconCircleCheck } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { notificationQueries, type NotificationState, readAllNotifications } from '../../api/notifications'
import { notifyError } from '../../components/ui/notify'
import { useErrorText } from '../../lib/use-error-text'
import { useLocale } from '../../lib/locale'
import classes from './notifications.module.css'
import { NotificationRow } from './notification-row'
import shell from './shell.module.css'
import tray from './sync-tray.module.css'

const states = ['open', 'snoozed', 'ended'] as const satisfies NotificationState[]

/** Failures, things to do and deadlines; never that something went well. */
export function NotificationBell() {
  const { t } = useTranslation()
  const { f } = useLocale()
  const [opened, setOpened] = useState(false)
  const { data } = useQuery(notificationQueries.list('open'))
  const unread = data?.unread ?? 0
  return (
    <Popover width={440} position="bottom-end" trapFocus returnFocus opened={opened} onChange={setOpened}>
      <Popover.Target>
        <button
          type="button"
          className={shell.barButton}
          aria-expanded={opened}
          aria-label={
            unread > 0
              ? t('notifications.bell', { count: unread, number: f.int(unread) })
              : t('notifications.bell_quiet')
          }
          onClick={() => setOpened(!opened)}
        >
          <IconBell size={16} stroke={1.7} aria-hidden />
          {unread > 0 && (
            <span className={`num ${classes.unread}`}>{unread > 99 ? t('notifications.many') : f.int(unread)}</span>
          )}
        </button>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <Center onClose={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  )
}

function Center({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const client = useQueryClient()
  const errorText = useErrorText()
  const [state, setState] = useState<NotificationState>('open')
  const { data } = useQuery(notificationQueries.list(state))
  const readAll = useMutation({
    mutationFn: readAllNotifications,
    onSuccess: () => client.invalidateQueries({ queryKey: ['notifications'] }),
    onError: (error) => notifyError(errorText(error)),
  })
  const items = data?.items ?? []
  const top = useRef<HTMLDivElement>(null)
  return (
    <div ref={top} tabIndex={-1} className={classes.center}>
      <div className={tray.head}>
        <strong>{t('notifications.title')}</strong>
        <button
          type="button"
          className={tray.link}
          disabled={!data?.unread || readAll.isPending}
          onClick={() => readAll.mutate()}
        >
          {t('notifications.read_all')}
        </button>
      </div>
      <div className={classes.states}>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={t('notifications.which')}
          value={state}
          data={states.map((value) => ({ value, label: t(`notifications.${value}`) }))}
          onChange={(value) => setState(states.find((each) => each === value) ?? 'open')}
        />
      </div>
      {data && items.length === 0 && (
        <p className={classes.quiet}>
          <IconCircleCheck size={17} stroke={1.8} aria-hidden />
          {t(`notifications.none_${state}`)}
        </p>
      )}
      <ul className={classes.list}>
        {items.map((each) => (
          <NotificationRow key={each.id} notification={each} onClose={onClose} onPutOff={() => top.current?.focus()} />
        ))}
      </ul>
      {data && data.total > items.length && (
        <p className={classes.more}>{t('notifications.more', { number: f.int(data.total - items.length) })}</p>
      )}
    </div>
  )
}
