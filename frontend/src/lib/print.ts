const preparing = new Set<() => Promise<void>>()

/** Has something done before the page is printed by printPage; gives what takes that back. */
export function beforePrinting(prepare: () => Promise<void>): () => void {
  preparing.add(prepare)
  return () => void preparing.delete(prepare)
}

/** Prints the page once all of it is there. The browser's own command cannot wait: it prints what is loaded. */
export async function printPage(): Promise<void> {
  await Promise.allSettled([...preparing].map((prepare) => prepare()))
  window.print()
}
