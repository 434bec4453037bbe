import { createMemoryHistory } from '@tanstack/react-router'
import { render } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { App } from '../app/app'
import { makeQueryClient } from '../app/providers'
import { makeRouter } from '../app/router'
import { startTexts } from '../lib/i18n'

// Pages that the program loads when they are needed are there at once, so that no test waits for its tools to translate them.
import.meta.glob(
  ['../features/*/*-page.tsx', '../features/customers/customer-drawer.tsx', '../app/shell/palette.tsx'],
  {
    eager: true,
  },
)

/** Opens the whole interface at an address, as a user would. */
export function renderApp(address: string) {
  startTexts('en')
  const history = createMemoryHistory({ initialEntries: [address] })
  const router = makeRouter(history)
  const user = userEvent.setup()
  render(<App client={makeQueryClient()} router={router} />)
  return { user, router, address: () => router.state.location.href }
}
