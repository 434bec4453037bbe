import { ActionIcon, Button, Skeleton, Switch, Tooltip } from '@mantine/core'
import { IconPencil, IconPlayerPlay, IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConnectionRow } from '../../api/connections'
import { deleteSchedule, runSchedule, scheduleQueries, type ScheduleRow, updateSchedule } from '../../api/schedules'
import { Age } from '../../components/ui/age'
import { ConfirmDialog } from '../../components/ui/confirm-dialog'
import { durationText } from '../../components/ui/duration'
import { ErrorState } from '../../components/ui/error-state'
import { notifyError } from '../../components/ui/notify'
import { Section } from '../../components/ui/page'
import table from '../../components/ui/plain-table.module.css'
import { useUndo } from '../../components/ui/undo'
import { scheduleWords } from '../../lib/cron'
import { useLocale } from '../../lib/locale'
import { useErrorText } from '../../lib/use-error-text'
import { ScheduleDialog } from './schedule-dialog'
import { inputOf, scheduleName, scheduleResult, scheduleWhat } from './schedule-words'
import classes from './sync.module.css'

/** What runs by itself, and when. */
export function SchedulesSection({ connections }: { connections: ConnectionRow[] }) {
  const { t } = useTranslation()
  const schedules = useQuery(scheduleQueries.list())
  const [editing, setEditing] = useState<ScheduleRow | 'new'>()
  const [deleting, setDeleting] = useState<ScheduleRow>()
  return (
    <Section
      title={t('schedules.title')}
      aside={
        <Button size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setEditing('new')}>
          {t('schedules.add')}
        </Button>
      }
    >
      {schedules.error && <ErrorState error={schedules.error} onRetry={() => void schedules.refetch()} />}
      {schedules.isPending && <Skeleton height={60} m="md" w="auto" />}
      {schedules.data?.total === 0 && <p className={classes.blank}>{t('schedules.none')}</p>}
      {schedules.data && schedules.data.total > 0 && (
        <div className={table.scroll} tabIndex={0} role="group" aria-label={t('schedules.title')}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('schedules.when')}</th>
                <th scope="col">{t('column.what')}</th>
                <th scope="col">{t('column.next_run')}</th>
                <th scope="col">{t('column.last_run')}</th>
                <th scope="col">{t('schedules.on')}</th>
                <th scope="col">
                  <span className="visually-hidden">{t('table.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {schedules.data.items.map((schedule) => (
                <ScheduleLine
                  key={schedule.id}
                  schedule={schedule}
                  onEdit={() => setEditing(schedule)}
                  onDelete={() => setDeleting(schedule)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {editing && (
        <ScheduleDialog
          schedule={editing === 'new' ? undefined : editing}
          connections={connections}
          onClose={() => setEditing(undefined)}
        />
      )}
      {deleting && <DeleteSchedule schedule={deleting} onClose={() => setDeleting(undefined)} />}
    </Section>
  )
}

interface LineProps {
  schedule: ScheduleRow
  onEdit: () => void
  onDelete: () => void
}

function ScheduleLine({ schedule, onEdit, onDelete }: LineProps) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const client = useQueryClient()
  const errorText = useErrorText()
  const pause = useMutation({
    mutationFn: (paused: boolean) => updateSchedule(schedule.id, { ...inputOf(schedule), paused }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['schedules'] }),
    onError: (error) => notifyError(errorText(error)),
  })
  const name = scheduleName(schedule, t, f)
  return (
    <tr>
      <th scope="row">
        {scheduleWords(schedule, t, f)} <span className={classes.quiet}>({schedule.time_zone})</span>
      </th>
      <td data-wrap className={classes.path}>
        {scheduleWhat(schedule, t)}
      </td>
      <td>
        {schedule.paused ? t('schedules.paused') : schedule.next_at ? <Age at={schedule.next_at} /> : t('value.none')}
      </td>
      <LastRun schedule={schedule} />
      <td>
        <Switch
          size="xs"
          aria-label={t('schedules.on_of', { schedule: name })}
          checked={!schedule.paused}
          disabled={pause.isPending}
          onChange={(event) => pause.mutate(!event.currentTarget.checked)}
        />
      </td>
      <td>
        <div className={table.actions}>
          <RunNow schedule={schedule} name={name} />
          <Tooltip label={t('action.edit')}>
            <ActionIcon size={24} aria-label={t('schedules.edit_of', { schedule: name })} onClick={onEdit}>
              <IconPencil size={15} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={t('action.delete')}>
            <ActionIcon size={24} aria-label={t('schedules.delete_of', { schedule: name })} onClick={onDelete}>
              <IconTrash size={15} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </div>
      </td>
    </tr>
  )
}

/** When a schedule last ran, how that ended and how long it took. */
function LastRun({ schedule }: { schedule: ScheduleRow }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  if (!schedule.last_at) return <td>{t('schedule.never')}</td>
  return (
    <td data-wrap className={classes.path}>
      <Age at={schedule.last_at} />{' '}
      {schedule.last_result && <span className={classes.quiet}>· {scheduleResult(schedule, t, f)}</span>}{' '}
      {schedule.last_ended_at && (
        <span className={classes.quiet}>· {durationText(t, schedule.last_at, schedule.last_ended_at)}</span>
      )}
    </td>
  )
}

function RunNow({ schedule, name }: { schedule: ScheduleRow; name: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const errorText = useErrorText()
  const run = useMutation({
    mutationFn: () => runSchedule(schedule.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['schedules'] }),
    onError: (error) => notifyError(errorText(error)),
  })
  return (
    <Tooltip label={t('schedules.run')}>
      <ActionIcon
        size={24}
        aria-label={t('schedules.run_of', { schedule: name })}
        loading={run.isPending}
        onClick={() => run.mutate()}
      >
        <IconPlayerPlay size={15} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}

function DeleteSchedule({ schedule, onClose }: { schedule: ScheduleRow; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const errorText = useErrorText()
  const offerUndo = useUndo()
  const { f } = useLocale()
  const name = scheduleName(schedule, t, f)
  const remove = useMutation({
    mutationFn: () => deleteSchedule(schedule.id),
    onSuccess: async ({ undo }) => {
      offerUndo({ message: t('schedules.deleted', { schedule: name }), undo })
      await client.invalidateQueries({ queryKey: ['schedules'] })
      onClose()
    },
    onError: (error) => notifyError(errorText(error)),
  })
  return (
    <ConfirmDialog
      title={t('schedules.delete_title')}
      confirm={t('action.delete')}
      pending={remove.isPending}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      {t('schedules.delete_text', { schedule: name })}
    </ConfirmDialog>
  )
}
