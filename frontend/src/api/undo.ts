import { client, unwrap } from './client'

/** Takes a change back that Go has just answered with this number. */
export function takeBack(id: number) {
  return unwrap(client.POST('/undo/{id}', { params: { path: { id } } }))
}
