import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { isLockedOut, lockQueries, locksItself } from '../../api/lock'
import { LockScreen } from './lock-screen'
import { SignedOut } from './signed-out'
import { useInput } from './use-input'

/** What may stay in memory while locked: nothing of it is about customers. */
const harmless = ['lock', 'session', 'settings']

function forget(client: QueryClient) {
  client.removeQueries({ predicate: (query) => !harmless.includes(String(query.queryKey[0])) })
}

/** Shows the interface, or the lock in its place: then nothing of a customer is left on the page or in its memory. */
export function LockGate({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const lock = useQuery(lockQueries.state())
  const signedOut = isLockedOut(lock.error)
  const shut = signedOut || (lock.data?.locked ?? false)
  useInput(!shut && locksItself(lock.data), lock.data?.minutes ?? 0, async () => {
    const { data, error } = await lock.refetch()
    return isLockedOut(error) || (data?.locked ?? false)
  })
  useEffect(() => {
    const ask = (error: unknown) => {
      if (isLockedOut(error)) void client.invalidateQueries({ queryKey: lockQueries.state().queryKey })
    }
    const stops = [
      client.getQueryCache().subscribe(({ type, query }) => {
        if (type === 'updated' && query.queryKey[0] !== 'lock') ask(query.state.error)
      }),
      client.getMutationCache().subscribe(({ mutation }) => ask(mutation?.state.error)),
    ]
    return () => stops.forEach((stop) => stop())
  }, [client])
  useEffect(() => {
    if (shut) forget(client)
  }, [client, shut])
  if (signedOut) return <SignedOut />
  if (lock.data?.locked) return <LockScreen state={lock.data} />
  return children
}
