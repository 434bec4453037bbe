import { queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'
import type { paths } from './schema'

export type Notification = Schemas['Notification']
export type NotificationState = NonNullable<NonNullable<paths['/notifications']['get']['parameters']['query']>['state']>

export const notificationQueries = {
  list: (state: NotificationState) =>
    queryOptions({
      queryKey: ['notifications', state],
      queryFn: ({ signal }) =>
        unwrap(client.GET('/notifications', { params: { query: { state, limit: 200 } }, signal })),
    }),
}

export function readNotification(id: number, read: boolean) {
  return unwrap(client.PUT('/notifications/{id}/read', { params: { path: { id } }, body: { read } }))
}

export function readAllNotifications() {
  return unwrap(client.POST('/notifications/read'))
}

/** Puts one off for some days; none tells it again at once. */
export function snoozeNotification(id: number, days: number, reason: string) {
  return unwrap(client.PUT('/notifications/{id}/snooze', { params: { path: { id } }, body: { days, reason } }))
}
