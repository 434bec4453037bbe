import { Button, Group, Input, NumberInput, SegmentedControl, Select, Stack, TextInput } from '@mantine/core'
import { TimePicker } from '@mantine/dates'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../components/ui/dialog'
import type { ConnectionRow } from '../../api/connections'
import { createSchedule, type ScheduleInput, type ScheduleRow, updateSchedule } from '../../api/schedules'
import { cronOf, type Plan, planOf, planWords } from '../../lib/cron'
import { useLocale } from '../../lib/locale'
import { useErrorText } from '../../lib/use-error-text'
import { draftOf, exportOf } from './export-draft'
import { ExportFields } from './export-fields'
import classes from './sync.module.css'

interface Props {
  schedule?: ScheduleRow
  connections: ConnectionRow[]
  onClose: () => void
}

const kinds = ['hours', 'daily', 'weekdays', 'monthly', 'custom'] as const

function planFor(kind: (typeof kinds)[number], old: Plan): Plan {
  const time = 'time' in old ? old.time : '06:30'
  switch (kind) {
    case 'hours':
      return { kind, every: 4, minute: 0 }
    case 'daily':
    case 'weekdays':
      return { kind, time }
    case 'monthly':
      return { kind, day: 1, time }
    case 'custom':
      return { kind, cron: cronOf(old) }
  }
}

export function ScheduleDialog({ schedule, connections, onClose }: Props) {
  const { t, i18n } = useTranslation()
  const { f, zone } = useLocale()
  const client = useQueryClient()
  const errorText = useErrorText()
  const [plan, setPlan] = useState<Plan>(() => planOf(schedule?.cron ?? '30 6 * * 1-5'))
  const [connection, setConnection] = useState(String(schedule?.connection_id ?? 'all'))
  const [job, setJob] = useState<ScheduleRow['job']>(schedule?.job ?? 'sync')
  const [draft, setDraft] = useState(() => draftOf(schedule?.export, i18n.language))
  const written = exportOf(draft)
  const cron = cronOf(plan)
  const input: ScheduleInput = {
    ...(job === 'export'
      ? { export: written }
      : { connection_id: connection === 'all' ? undefined : Number(connection) }),
    cron,
    time_zone: schedule?.time_zone,
    paused: schedule?.paused,
  }
  const save = useMutation({
    mutationFn: () => (schedule ? updateSchedule(schedule.id, input) : createSchedule(input)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['schedules'] })
      onClose()
    },
  })
  return (
    <Dialog onClose={onClose} title={t(schedule ? 'schedules.edit' : 'schedules.add')} size={520}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <Stack gap="sm">
          <Input.Wrapper label={t('column.what')} labelElement="div">
            <div>
              <SegmentedControl
                aria-label={t('column.what')}
                value={job}
                data={(['sync', 'export'] as const).map((value) => ({ value, label: t(`schedule.job.${value}`) }))}
                onChange={setJob}
              />
            </div>
          </Input.Wrapper>
          {job === 'sync' ? (
            <Select
              label={t('column.connection')}
              value={connection}
              data={[
                { value: 'all', label: t('schedule.all_connections') },
                ...connections.map((each) => ({ value: String(each.id), label: each.name })),
              ]}
              onChange={(value) => setConnection(value ?? 'all')}
            />
          ) : (
            <ExportFields
              draft={draft}
              customer={schedule?.customer}
              onChange={(change) => setDraft((old) => ({ ...old, ...change }))}
            />
          )}
          <Select
            label={t('schedules.when')}
            value={plan.kind}
            data={kinds.map((kind) => ({ value: kind, label: t(`schedules.kind.${kind}`) }))}
            onChange={(value) => setPlan((old) => planFor(kinds.find((kind) => kind === value) ?? 'daily', old))}
          />
          <PlanFields plan={plan} onChange={setPlan} />
          <p className={classes.quiet} style={{ margin: 0 }} role="status">
            {planWords(plan, t, f)} ({schedule?.time_zone || zone})
          </p>
          {save.error && (
            <p className={classes.bad} style={{ margin: 0 }} role="alert">
              {errorText(save.error)}
            </p>
          )}
          <Group justify="flex-end" gap="xs">
            <Button onClick={onClose}>{t('action.cancel')}</Button>
            <Button type="submit" variant="filled" loading={save.isPending} disabled={job === 'export' && !written}>
              {t('action.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

function PlanFields({ plan, onChange }: { plan: Plan; onChange: (plan: Plan) => void }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  if (plan.kind === 'hours') {
    return (
      <Group grow>
        <NumberInput
          label={t('schedules.every_hours')}
          min={1}
          max={23}
          value={plan.every}
          onChange={(value) => onChange({ ...plan, every: Number(value) || 1 })}
        />
        <NumberInput
          label={t('schedules.at_minute')}
          min={0}
          max={59}
          value={plan.minute}
          onChange={(value) => onChange({ ...plan, minute: Number(value) || 0 })}
        />
      </Group>
    )
  }
  if (plan.kind === 'custom') {
    return (
      <TextInput
        label={t('schedules.cron')}
        description={t('schedules.cron_help')}
        value={plan.cron}
        onChange={(event) => onChange({ kind: 'custom', cron: event.currentTarget.value })}
      />
    )
  }
  const time = (
    <TimePicker
      label={t('schedules.at')}
      format={f.dated.time === '12' ? '12h' : '24h'}
      amPmInputLabel={t('schedules.half')}
      hoursInputLabel={t('schedules.hours')}
      minutesInputLabel={t('schedules.minutes')}
      value={plan.time}
      onChange={(time) => onChange({ ...plan, time: time.slice(0, 5) || '00:00' })}
    />
  )
  if (plan.kind !== 'monthly') return time
  return (
    <Group grow align="flex-start">
      <NumberInput
        label={t('schedules.on_day')}
        description={plan.day > 28 && t('schedules.short_months')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        min={1}
        max={31}
        value={plan.day}
        onChange={(value) => onChange({ ...plan, day: Number(value) || 1 })}
      />
      {time}
    </Group>
  )
}
