import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { DatesProvider } from '@mantine/dates'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import 'dayjs/locale/de'
import 'dayjs/locale/it'
import 'dayjs/locale/nb'
import { type ReactNode, useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { setRequestLanguage } from '../api/client'
import { lockQueries } from '../api/lock'
import { sessionQueries } from '../api/session'
import { settingsQueries } from '../api/settings'
import { formatFor } from '../lib/format'
import { LocaleProvider } from '../lib/locale'
import { theme } from './theme'

/** Nothing changes unless Go says so, so nothing is fetched twice by itself. */
export function makeQueryClient() {
  return new QueryClient({
    defaultOptions: {
      // What is asked is this machine's own program: it answers without a network, too.
      mutations: { networkMode: 'always' },
      queries: {
        networkMode: 'always',
        staleTime: Infinity,
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
    },
  })
}

const colorScheme = localStorageColorSchemeManager({ key: 'tenantry.theme' })

function schemeOf(theme: string | undefined): 'light' | 'dark' | undefined {
  return theme === 'light' || theme === 'dark' ? theme : undefined
}

/** Follows the settings: language, theme, density, time zone, and how days and hours are written. */
function Preferences({ children }: { children: ReactNode }) {
  const { t, i18n } = useTranslation()
  const { data: session } = useQuery(sessionQueries.session())
  const { data: settings } = useQuery(settingsQueries.settings())
  const { data: lock } = useQuery(lockQueries.state())
  const language = session?.language ?? lock?.language ?? i18n.language
  useEffect(() => {
    setRequestLanguage(language)
    document.documentElement.lang = language
    if (i18n.language !== language) void i18n.changeLanguage(language)
  }, [i18n, language])
  useEffect(() => {
    document.documentElement.dataset.density = settings?.density ?? 'compact'
  }, [settings?.density])
  const zone = session?.time_zone ?? ''
  const today = session?.today ?? ''
  const f = useMemo(
    () => formatFor(i18n.language, zone, { date: settings?.date_format, time: settings?.time_format }),
    [i18n.language, zone, settings?.date_format, settings?.time_format],
  )
  const locale = useMemo(() => ({ t, f, zone, today }), [t, f, zone, today])
  return (
    <MantineProvider
      theme={theme}
      env={import.meta.env.MODE === 'test' ? 'test' : 'default'}
      colorSchemeManager={colorScheme}
      defaultColorScheme="auto"
      forceColorScheme={schemeOf(settings?.theme ?? lock?.theme)}
    >
      <DatesProvider settings={{ locale: language, firstDayOfWeek: 1 }}>
        <LocaleProvider value={locale}>
          <Notifications position="bottom-right" autoClose={5000} limit={3} />
          {children}
        </LocaleProvider>
      </DatesProvider>
    </MantineProvider>
  )
}

export function Providers({ client, children }: { client: QueryClient; children: ReactNode }) {
  return (
    <QueryClientProvider client={client}>
      <Preferences>{children}</Preferences>
    </QueryClientProvider>
  )
}
