import { type QueryClient } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import type { makeRouter } from './router'
import { LockGate } from './lock/lock-gate'
import { Providers } from './providers'

export function App({ client, router }: { client: QueryClient; router: ReturnType<typeof makeRouter> }) {
  return (
    <Providers client={client}>
      <LockGate>
        <RouterProvider router={router} />
      </LockGate>
    </Providers>
  )
}
