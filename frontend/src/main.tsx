import '@fontsource-variable/inter/index.css'
import '@mantine/core/styles.css'
import '@mantine/dates/styles.css'
import '@mantine/notifications/styles.css'
import './app/tokens.css'
import './app/print.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app'
import { makeQueryClient } from './app/providers'
import { makeRouter } from './app/router'
import { setRequestLanguage } from './api/client'
import { lockQueries } from './api/lock'
import { sessionQueries } from './api/session'
import { nearestLanguage, startTexts } from './lib/i18n'

/** Asks Go for the language before the first text is drawn, so that nothing is shown in another one first. */
async function start(root: HTMLElement) {
  const client = makeQueryClient()
  const wanted = nearestLanguage(navigator.language)
  setRequestLanguage(wanted)
  const [session, lock] = await Promise.all([
    client.fetchQuery(sessionQueries.session()).catch(() => undefined),
    client.fetchQuery(lockQueries.state()).catch(() => undefined), // a locked window tells nothing else
  ])
  const language = session?.language ?? lock?.language ?? wanted
  setRequestLanguage(language)
  await startTexts(language).ready
  createRoot(root).render(
    <StrictMode>
      <App client={client} router={makeRouter()} />
    </StrictMode>,
  )
}

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
void start(root)
