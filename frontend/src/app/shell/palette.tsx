import { Modal } from '@mantine/core'
import { useDebouncedValue, useLocalStorage, useMounted } from '@mantine/hooks'
import {
  IconActivityHeartbeat,
  IconBuilding,
  IconBuildingCommunity,
  IconCalendar,
  IconFileImport,
  IconFileSpreadsheet,
  IconLanguage,
  IconLicense,
  IconLink,
  IconMoon,
  IconPencil,
  IconPlugConnected,
  IconPrinter,
  IconRefresh,
  IconSearch,
  IconSettings,
  IconSun,
  IconTag,
} from '@tabler/icons-react'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router'
import { type ComponentType, type KeyboardEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { connectionQueries } from '../../api/connections'
import { customerQueries } from '../../api/customers'
import { sessionQueries } from '../../api/session'
import { tagQueries } from '../../api/tags'
import { saveSettings, type Settings, settingsQueries } from '../../api/settings'
import { useExport } from '../../components/use-export'
import { useStartSync } from '../../components/use-start-sync'
import { readPageLink } from '../../lib/page-link'
import { printPage } from '../../lib/print'
import { useLocale } from '../../lib/locale'
import { keepScope } from '../../lib/url-state'
import { pages } from './navigation'
import classes from './palette.module.css'
import { takeTyped } from './typed-ahead'
import { useSetScope } from './use-set-scope'

interface Entry {
  id: string
  group: string
  label: string
  detail?: string
  icon: ComponentType<{ size?: number; stroke?: number }>
  run: () => void
}

export function Palette({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const mounted = useMounted() // as in the customer's drawer
  return (
    <Modal
      opened={mounted && opened}
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size={560}
      yOffset="12vh"
      centered={false}
      attributes={{ content: { 'aria-label': t('palette.label') } }}
    >
      <PaletteBody onClose={onClose} />
    </Modal>
  )
}

function PaletteBody({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const list = useId()
  const [search, setSearch] = useState('')
  const [active, setActive] = useState(0)
  const [recent, setRecent] = useLocalStorage<string[]>({
    key: 'tenantry.palette-recent',
    defaultValue: [],
    getInitialValueInEffect: false,
  })
  const { entries: found, complete } = useEntries(search)
  const entries = withRecent(found, search.trim() === '' ? recent : [], t('palette.recent'))
  const at = Math.min(active, entries.length - 1)
  const run = (entry: Entry | undefined) => {
    if (!entry) return
    if (!entry.id.startsWith('customer-')) {
      // Not by an updater: that would not run any more once the palette is closed.
      setRecent([entry.id, ...recent.filter((id) => id !== entry.id)].slice(0, recentKept))
    }
    onClose()
    entry.run()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setActive(Math.min(at + 1, entries.length - 1))
    else if (event.key === 'ArrowUp') setActive(Math.max(at - 1, 0))
    else if (event.key === 'Enter') run(entries[at])
    else return
    event.preventDefault()
  }
  return (
    <>
      <div className={classes.search}>
        <IconSearch size={18} aria-hidden />
        <input
          data-autofocus
          role="combobox"
          aria-expanded
          aria-controls={list}
          aria-activedescendant={entries[at] ? `${list}-${entries[at].id}` : undefined}
          aria-label={t('palette.placeholder')}
          placeholder={t('palette.placeholder')}
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value)
            setActive(0)
          }}
          onKeyDown={onKey}
          onFocus={() => setSearch((search) => search + takeTyped())}
        />
      </div>
      <div role="listbox" id={list} aria-label={t('palette.label')} className={classes.list} tabIndex={-1}>
        {entries.map((entry, index) => (
          <div key={entry.id} role="presentation">
            {entry.group !== entries[index - 1]?.group && <div className={classes.group}>{entry.group}</div>}
            <div
              role="option"
              id={`${list}-${entry.id}`}
              aria-selected={index === at}
              className={classes.entry}
              onMouseMove={() => setActive(index)}
              onClick={() => run(entry)}
              ref={index === at ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
            >
              <entry.icon size={16} stroke={1.7} />
              <span className={classes.label}>{entry.label}</span>
              {entry.detail && <span className={classes.detail}>{entry.detail}</span>}
            </div>
          </div>
        ))}
        {entries.length === 0 && complete && <p className={classes.nothing}>{t('palette.nothing')}</p>}
      </div>
    </>
  )
}

/** Milliseconds without a keystroke after which customers are searched. */
const searchDelay = 60

/** How many of what was run last stand in front. */
const recentKept = 5

/** Puts what was run last in front, under a heading of its own; it is not listed twice. */
function withRecent(entries: Entry[], recent: string[], group: string): Entry[] {
  const first = recent.flatMap((id) => entries.find((entry) => entry.id === id) ?? [])
  const rest = entries.filter((entry) => !first.includes(entry))
  return [...first.map((entry) => ({ ...entry, group })), ...rest]
}

/**
 * What matches: pages, then customers, then all else. What stands below the customers waits for them (complete is false until
 * then), so that nothing moves away from under a finger that is about to press.
 */
function useEntries(search: string): { entries: Entry[]; complete: boolean } {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { history } = useRouter()
  const [asked] = useDebouncedValue(search.trim(), searchDelay)
  const found = useQuery({
    ...customerQueries.page({ search: asked, sort: 'name', limit: 8, offset: 0 }),
    placeholderData: keepPreviousData,
    enabled: asked !== '',
  })
  const actions = useActions()
  const views = useViews()
  const scopes = useScopes()
  const fixed: Entry[] = [
    ...pages.map((page) => ({
      id: `page${page.key}`,
      group: t('palette.pages'),
      label: t(page.key),
      icon: page.icon,
      run: () => void navigate({ to: page.to, search: keepScope }),
    })),
    ...views,
    ...actions,
    ...scopes,
  ]
  const link = readPageLink(search)
  if (link) {
    const open = { label: t('palette.open_link'), detail: link, icon: IconLink, run: () => history.push(link) }
    return { entries: [{ id: 'link', group: t('palette.pages'), ...open }], complete: true }
  }
  const wanted = search.trim().toLowerCase()
  const holds = (text: string) => text.toLowerCase().includes(wanted)
  const matching = fixed.filter((entry) => holds(entry.label))
  if (wanted === '') return { entries: matching, complete: true }
  const complete = asked === search.trim() && !found.isPending && !found.isPlaceholderData
  // Those of the text before are the first of those to come, as far as they hold what is typed now.
  const rows = (found.data?.items ?? []).filter((row) => complete || holds(row.name) || holds(row.domain ?? ''))
  const customers = rows.map((row) => ({
    id: `customer-${row.id}`,
    group: t('palette.customers'),
    label: row.name,
    detail: row.domain,
    icon: IconBuilding,
    run: () => void navigate({ to: '.', search: (prev) => ({ ...prev, open: row.id }) }),
  }))
  const isPage = (entry: Entry) => entry.id.startsWith('page')
  const entries = [...matching.filter(isPage), ...customers]
  return { entries: complete ? [...entries, ...matching.filter((entry) => !isPage(entry))] : entries, complete }
}

/** The views of pages, which have addresses of their own. */
function useViews(): Entry[] {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const group = t('palette.pages')
  const view = (id: string, page: string, label: string, icon: Entry['icon'], go: () => Promise<void>) => ({
    id: `page-${id}`,
    group,
    label,
    detail: page,
    icon,
    run: () => void go(),
  })
  const operations = (shown: 'requests' | 'health' | 'storage') => () =>
    navigate({ to: '/operations', search: (prev) => ({ ...keepScope(prev), view: shown }) })
  return [
    view('jobs', t('nav.operations'), t('palette.failed_jobs'), IconActivityHeartbeat, () =>
      navigate({
        to: '/operations',
        search: (prev) => ({ ...keepScope(prev), view: 'jobs' as const, outcome: 'failed' as const }),
      }),
    ),
    view('requests', t('nav.operations'), t('palette.requests'), IconActivityHeartbeat, operations('requests')),
    view('health', t('nav.operations'), t('palette.health'), IconActivityHeartbeat, operations('health')),
    view('storage', t('nav.operations'), t('palette.storage'), IconActivityHeartbeat, operations('storage')),
    view('over', t('nav.licences'), t('figure.over.name'), IconLicense, () =>
      navigate({
        to: '/licences',
        search: (prev) => ({ ...keepScope(prev), view: 'pools' as const, figure: 'over' as const }),
      }),
    ),
    view('month', t('nav.calendar'), t('palette.month'), IconCalendar, () =>
      navigate({ to: '/calendar', search: (prev) => ({ ...keepScope(prev), view: 'month' as const }) }),
    ),
    view('matching', t('nav.customers'), t('palette.matching'), IconBuilding, () =>
      navigate({ to: '/customers/matching', search: keepScope }),
    ),
    view('organisation', t('nav.settings'), t('organisation.title'), IconSettings, () =>
      navigate({ to: '/settings/organisation', search: keepScope }),
    ),
  ]
}

/** The tags that all pages can be limited to, and the way back to all customers. */
function useScopes(): Entry[] {
  const { t } = useTranslation()
  const { f } = useLocale()
  const setScope = useSetScope()
  const { data: tags } = useQuery(tagQueries.counts())
  const group = t('palette.scope')
  return [
    { id: 'scope-all', group, label: t('scope.all'), icon: IconBuildingCommunity, run: () => setScope({}) },
    ...(tags?.items ?? []).map(({ name, customers: count }) => ({
      id: `scope-tag-${encodeURIComponent(name)}`,
      group,
      label: t('palette.only_tag', { tag: name }),
      detail: t('scope.customers_of', { count, number: f.int(count) }),
      icon: IconTag,
      run: () => setScope({ tag: name }),
    })),
  ]
}

/** The customer whose drawer or page is open, else the one in scope. */
function useCustomerInView() {
  const { open, customer } = useSearch({ strict: false })
  const { id } = useParams({ strict: false })
  const asked = open ?? (id === undefined ? customer : Number(id))
  const { data } = useQuery({ ...customerQueries.detail(asked ?? 0), enabled: asked !== undefined })
  return data
}

function useActions(): Entry[] {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const client = useQueryClient()
  const sync = useStartSync()
  const exporting = useExport()
  const { data: settings } = useQuery(settingsQueries.settings())
  const { data: session } = useQuery(sessionQueries.session())
  const { data: connections } = useQuery(connectionQueries.list())
  const change = useMutation({
    mutationFn: saveSettings,
    onSuccess: async (saved) => {
      client.setQueryData(settingsQueries.settings().queryKey, saved)
      await client.invalidateQueries({ queryKey: sessionQueries.session().queryKey })
    },
  })
  const group = t('palette.actions')
  const action = (id: string, label: string, icon: Entry['icon'], run: () => void) => ({ id, group, label, icon, run })
  const set = (values: Partial<Settings>) => () => settings && change.mutate({ ...settings, ...values })
  const connect = () =>
    void navigate({ to: '/connections', search: (prev) => ({ ...keepScope(prev), edit: 'new' as const }) })
  const typeIn = () =>
    void navigate({ to: '/licences', search: (prev) => ({ ...keepScope(prev), figure: 'missing_dates' as const }) })
  const customer = useCustomerInView()
  return [
    ...(customer
      ? [
          action(
            'export-customer',
            t('palette.export_customer', { customer: customer.name }),
            IconFileSpreadsheet,
            () => exporting.mutate({ kind: 'customer', format: 'xlsx', customer_id: customer.id, tag: undefined }),
          ),
        ]
      : []),
    action('sync', t('palette.sync'), IconRefresh, () => sync.mutate({ ids: [], full: false })),
    ...(connections?.items ?? [])
      .filter((each) => each.state !== 'file')
      .map((each) =>
        action(`sync-${each.id}`, t('sync.run_one', { connection: each.name }), IconRefresh, () =>
          sync.mutate({ ids: [each.id], full: false }),
        ),
      ),
    action('connect', t('palette.connect'), IconPlugConnected, connect),
    action('import', t('palette.import'), IconFileImport, () => void navigate({ to: '/imports', search: keepScope })),
    action('type-in', t('palette.type_in'), IconPencil, typeIn),
    action('export-customers', t('palette.export_customers'), IconFileSpreadsheet, () =>
      exporting.mutate({ kind: 'customers', format: 'xlsx' }),
    ),
    action('export-billing', t('palette.export_billing'), IconFileSpreadsheet, () =>
      exporting.mutate({ kind: 'billing', format: 'xlsx' }),
    ),
    action('print', t('palette.print'), IconPrinter, () => void printPage()),
    action('light', t('palette.light'), IconSun, set({ theme: 'light' })),
    action('dark', t('palette.dark'), IconMoon, set({ theme: 'dark' })),
    ...(session?.languages ?? []).map((tag) =>
      action(
        `language-${tag}`,
        t('palette.language', { language: t(`settings.own_name.${tag}`, { defaultValue: tag }) }),
        IconLanguage,
        set({ language: tag }),
      ),
    ),
  ]
}
