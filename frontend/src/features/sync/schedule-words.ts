import type { TFunction } from 'i18next'
import type { ScheduleInput, ScheduleRow } from '../../api/schedules'
import { scheduleWords } from '../../lib/cron'
import type { Format } from '../../lib/format'
import { errorSentence } from '../../lib/use-error-text'

/** Says what a schedule does: what it reads, or what it writes about whom, and where or to whom by mail. */
export function scheduleWhat(schedule: ScheduleRow, t: TFunction): string {
  const { export: written } = schedule
  if (!written) return t('schedule.sync', { connection: schedule.connection || t('schedule.all_connections') })
  const family = written.family && t(`family.${written.family}`)
  const words = {
    what: t(`workbook.${written.kind}.title`),
    details: [customersOf(schedule, t), family, written.format.toUpperCase()].filter(Boolean).join(', '),
  }
  return written.to
    ? t('schedule.mail', { ...words, to: written.to })
    : t('schedule.export', { ...words, folder: written.folder })
}

function customersOf({ export: written, customer }: ScheduleRow, t: TFunction): string {
  if (written?.tag) return t('schedule.customers_tag', { tag: written.tag })
  if (!written?.customer_id) return t('schedule.customers_all')
  return customer || t('schedule.customer_gone')
}

/** Names a schedule by when it runs; an export also by what it writes, because a sync may run at the same time. */
export function scheduleName(schedule: ScheduleRow, t: TFunction, f: Format): string {
  const words = scheduleWords(schedule, t, f)
  return schedule.export ? `${words}: ${t(`workbook.${schedule.export.kind}.title`)}` : words
}

/** Says how the last run ended: with a file, in a word, or why not. */
export function scheduleResult({ last_result, last_params }: ScheduleRow, t: TFunction, f: Format): string {
  const { file, rows } = last_params
  if (file) return t('schedule.rows', { count: Number(rows), number: f.int(Number(rows)), file })
  const word = t(`run_state.${last_result}`, { defaultValue: '' })
  return word || `${t('run_state.failed')}: ${errorSentence(t, last_result, last_params)}`
}

/** What is stored of a schedule, to change a part of it. */
export function inputOf(schedule: ScheduleRow): ScheduleInput {
  return {
    connection_id: schedule.connection_id ?? undefined,
    export: schedule.export,
    cron: schedule.cron,
    time_zone: schedule.time_zone,
    paused: schedule.paused,
  }
}
