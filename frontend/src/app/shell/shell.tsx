import { useHotkeys, useLocalStorage } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { Outlet, useRouterState, useSearch } from '@tanstack/react-router'
import { lazy, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { printPage } from '../../lib/print'
import { ShownTableProvider } from '../../components/data-table/shown-table'
import { undoLatest } from '../../components/ui/undo'
import { Later } from '../../components/ui/later'
import { ErrorBoundary } from '../../components/ui/error-boundary'
import { useLiveUpdates } from '../live-updates'
import { Navigation } from './navigation'
import { NotificationBell } from './notification-bell'
import { SampleBanner } from './sample-banner'
import { ScopePicker } from './scope-picker'
import { loadCustomerDrawer, loadPalette } from './preload'
import classes from './shell.module.css'
import { SyncTray } from './sync-tray'
import { gatherTyped, takeTyped } from './typed-ahead'

const CustomerDrawer = lazy(() => loadCustomerDrawer().then(({ CustomerDrawer }) => ({ default: CustomerDrawer })))
const Palette = lazy(() => loadPalette().then(({ Palette }) => ({ default: Palette })))

const isMac = navigator.platform.startsWith('Mac')

/** The frame around every page. */
export function Shell() {
  const { t } = useTranslation()
  const [narrow, setNarrow] = useLocalStorage({ key: 'tenantry.nav-narrow', defaultValue: false })
  const [palette, setPalette] = useState(false)
  // Of the page that is shown: the address changes first, and the page that is left must not be drawn anew for it.
  const path = useRouterState({ select: (state) => state.matches.at(-1)?.pathname })
  const { open } = useSearch({ from: '__root__' })
  useLiveUpdates()
  const openPalette = () => {
    gatherTyped()
    setPalette(true)
  }
  const closePalette = () => {
    takeTyped()
    setPalette(false)
  }
  useHotkeys(
    [
      ['mod+K', () => (palette ? closePalette() : openPalette())],
      ['mod+P', () => void printPage()],
    ],
    [],
  )
  // In a text field the key takes back what was written there, as everywhere.
  useHotkeys(
    [
      [
        'mod+Z',
        (event) => !isWriting(event.target) && undoLatest() && event.preventDefault(),
        { preventDefault: false },
      ],
    ],
    [],
  )
  return (
    <div className={classes.frame} data-narrow={narrow || undefined}>
      <a href="#page" className={classes.skip}>
        {t('app.skip')}
      </a>
      <Navigation narrow={narrow} onToggle={() => setNarrow(!narrow)} />
      <header className={classes.bar}>
        <ScopePicker />
        <span className={classes.grow} />
        <button type="button" className={`${classes.barButton} ${classes.find}`} onClick={openPalette}>
          <IconSearch size={15} aria-hidden />
          <span>{t('palette.open')}</span>
          <kbd>{isMac ? '⌘K' : 'Ctrl K'}</kbd>
        </button>
        <NotificationBell />
        <SyncTray />
      </header>
      <div className={classes.main}>
        <SampleBanner />
        <main className={classes.page} id="page" tabIndex={-1} style={{ outline: 'none' }}>
          <ErrorBoundary key={path}>
            <ShownTableProvider>
              <Outlet />
            </ShownTableProvider>
          </ErrorBoundary>
        </main>
      </div>
      <Later wanted={open !== undefined}>
        <CustomerDrawer />
      </Later>
      <Later wanted={palette}>
        <Palette opened={palette} onClose={closePalette} />
      </Later>
    </div>
  )
}

const noText = new Set(['button', 'checkbox', 'radio', 'range', 'submit', 'reset', 'file', 'color'])

function isWriting(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !noText.has(target.type)
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable)
}
