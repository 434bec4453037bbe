import type { QueryClient } from '@tanstack/react-query'
import type { makeRouter } from './router'
import { loadCustomerDrawer, loadPalette } from './shell/preload'

/** How long after the start, and how often, it is looked whether the first page has all its data. */
const patience = 500
/** What is clicked meanwhile comes between. */
const breath = 20

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Loads the pages that are not shown yet, one after the other, once the first page is there. */
export async function preloadPages(client: QueryClient, router: ReturnType<typeof makeRouter>) {
  do await pause(patience)
  while (client.isFetching() > 0)
  for (const { options } of Object.values(router.routesById)) {
    const page = options.component
    if (page && 'preload' in page) await page.preload?.()
    await pause(breath)
  }
  await loadCustomerDrawer()
  await loadPalette()
}
