import { type ReactNode, Suspense, useState } from 'react'

/** Draws what the start does not need once it is wanted, and keeps it from then on. */
export function Later({ wanted, children }: { wanted: boolean; children: ReactNode }) {
  const [was, setWas] = useState(wanted)
  if (wanted && !was) setWas(true)
  return was ? <Suspense>{children}</Suspense> : null
}
