import '@fontsource-variable/inter/index.css'
import '@mantine/core/styles.css'
import '@mantine/dates/styles.css'
import '@mantine/notifications/styles.css'
import './app/tokens.css'
import './app/print.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app'
import { askForFirstPage } from './app/first-page'
import { preloadPages } from './app/preload-pages'
import { makeQueryClient } from './app/providers'
import { makeRouter } from './app/router'
import { setRequestLanguage } from './api/client'
import { lockQueries } from './api/lock'
import { sessionQueries } from './api/session'
import { settingsQueries } from './api/settings'
import { nearestLanguage, startTexts } from './lib/i18n'

/** Asks Go for the language before the first text is drawn, so that nothing is shown in another one first. */
async function start(root: HTMLElement) {
  const client = makeQueryClient()
  const wanted = nearestLanguage(navigator.language)
  setRequestLanguage(wanted)
  // Text that is drawn before its font is there has its styles and its place computed twice.
  const font = document.fonts.load("1em 'Inter Variable'").catch(() => undefined)
  const firstPage = askForFirstPage(client, window.location)
  const [session, lock] = await Promise.all([
    client.fetchQuery(sessionQueries.session()).catch(() => undefined),
    client.fetchQuery(lockQueries.state()).catch(() => undefined), // a locked window tells nothing else
    client.prefetchQuery(settingsQueries.settings()),
  ])
  const language = session?.language ?? lock?.language ?? wanted
  setRequestLanguage(language)
  await Promise.all([startTexts(language).ready, firstPage, font])
  const router = makeRouter()
  createRoot(root).render(
    <StrictMode>
      <App client={client} router={router} />
    </StrictMode>,
  )
  await preloadPages(client, router)
}

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
void start(root)
