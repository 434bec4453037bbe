import { queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'

export type ScheduleRow = Schemas['ScheduleRow']
export type ScheduleInput = Schemas['ScheduleInput']

export const scheduleQueries = {
  list: () => queryOptions({ queryKey: ['schedules'], queryFn: () => unwrap(client.GET('/schedules')) }),
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
