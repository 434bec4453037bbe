import { queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'

export type ScheduleRow = Schemas['ScheduleRow']
export type ScheduleInput = Schemas['ScheduleInput']
export type ScheduledExport = Schemas['ScheduledExport']

export const scheduleQueries = {
  list: () => queryOptions({ queryKey: ['schedules'], queryFn: () => unwrap(client.GET('/schedules')) }),
  background: () =>
    queryOptions({ queryKey: ['schedules', 'background'], queryFn: () => unwrap(client.GET('/schedules/background')) }),
}

export function createSchedule(input: ScheduleInput) {
  return unwrap(client.POST('/schedules', { body: input }))
}

export function updateSchedule(id: number, input: ScheduleInput) {
  return unwrap(client.PUT('/schedules/{id}', { params: { path: { id } }, body: input }))
}

export function deleteSchedule(id: number) {
  return unwrap(client.DELETE('/schedules/{id}', { params: { path: { id } } }))
}

/** Lets the system's own scheduler run what is due while no window is open, or ends that. */
export function setBackground(on: boolean) {
  return unwrap(client.PUT('/schedules/background', { body: { on } }))
}

/** Starts a schedule's work at once; the list tells how it goes. */
export function runSchedule(id: number) {
  return unwrap(client.POST('/schedules/{id}/run', { params: { path: { id } } }))
}
