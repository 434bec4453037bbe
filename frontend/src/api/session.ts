import { queryOptions } from '@tanstack/react-query'
import { client, unwrap, type Schemas } from './client'

export type Session = Schemas['Session']

export const sessionQueries = {
  session: () => queryOptions({ queryKey: ['session'], queryFn: () => unwrap(client.GET('/session')) }),
}

/** Opens the sample data folder: the program fills it from its simulator and syncs it. */
export function openSample() {
  return unwrap(client.POST('/sample'))
}

/** Deletes the sample data and returns to the real data folder. */
export function leaveSample() {
  return unwrap(client.DELETE('/sample'))
}

/** Tells whether nothing is connected yet and the first start was not put off. */
export function startsFresh(session: Session | undefined): boolean {
  return session !== undefined && session.first_start && session.setup !== 'closed'
}
