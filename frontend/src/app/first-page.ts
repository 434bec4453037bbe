import type { QueryClient } from '@tanstack/react-query'
import { dashboardQueries } from '../api/dashboard'
import { homeQueries } from '../api/home'

/** How long the first drawing waits for its figures: drawing it without them and then again takes longer. */
const worthWaiting = 100

/**
 * Asks for the figures of the page that a start opens, before that page is drawn and asks by itself. What else the shell
 * asks for, Go begins to answer by itself (app/desktop: firstAsked).
 */
export function askForFirstPage(client: QueryClient, { pathname: path, search }: Location): Promise<unknown> {
  if ((path !== '/' && path !== '/dashboard') || search !== '') return Promise.resolve()
  const asked = [client.prefetchQuery(dashboardQueries.dashboard({ family: 'all' }))]
  if (path === '/') asked.push(client.prefetchQuery(homeQueries.first()))
  return Promise.race([Promise.all(asked), new Promise((resolve) => setTimeout(resolve, worthWaiting))])
}
