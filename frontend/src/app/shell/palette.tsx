import { Modal } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import {
  IconBuilding,
  IconFileSpreadsheet,
  IconMoon,
  IconPlugConnected,
  IconRefresh,
  IconSearch,
  IconSun,
} from '@tabler/icons-react'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ComponentType, type KeyboardEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { customerQueries } from '../../api/customers'
import { saveSettings, settingsQueries } from '../../api/settings'
import { useExport } from '../../components/use-export'
import { useStartSync } from '../../components/use-start-sync'
import { keepScope } from '../../lib/url-state'
import { pages } from './navigation'
import classes from './palette.module.css'

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
  return (
    <Modal
      opened={opened}
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
  const entries = useEntries(search)
  const at = Math.min(active, entries.length - 1)
  const run = (entry: Entry | undefined) => {
    if (!entry) return
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
        {entries.length === 0 && <p className={classes.nothing}>{t('palette.nothing')}</p>}
      </div>
    </>
  )
}

function useEntries(search: string): Entry[] {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [asked] = useDebouncedValue(search.trim(), 120)
  const found = useQuery({
    ...customerQueries.page({ search: asked, sort: 'name', limit: 8, offset: 0 }),
    placeholderData: keepPreviousData,
    enabled: asked !== '',
  })
  const actions = useActions()
  const fixed: Entry[] = [
    ...pages.map((page) => ({
      id: `page${page.key}`,
      group: t('palette.pages'),
      label: t(page.key),
      icon: page.icon,
      run: () => void navigate({ to: page.to, search: keepScope }),
    })),
    ...actions,
  ]
  const wanted = search.trim().toLowerCase()
  const matching = fixed.filter((entry) => entry.label.toLowerCase().includes(wanted))
  if (wanted === '') return matching
  const customers = (found.data?.items ?? []).map((row) => ({
    id: `customer-${row.id}`,
    group: t('palette.customers'),
    label: row.name,
    detail: row.domain,
    icon: IconBuilding,
    run: () => void navigate({ to: '.', search: (prev) => ({ ...prev, open: row.id }) }),
  }))
  return [
    ...matching.filter((entry) => entry.id.startsWith('page')),
    ...customers,
    ...matching.filter((entry) => !entry.id.startsWith('page')),
  ]
}

function useActions(): Entry[] {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const client = useQueryClient()
  const sync = useStartSync()
  const exporting = useExport()
  const { data: settings } = useQuery(settingsQueries.settings())
  const setTheme = useMutation({
    mutationFn: saveSettings,
    onSuccess: (saved) => client.setQueryData(settingsQueries.settings().queryKey, saved),
  })
  const group = t('palette.actions')
  const theme = (name: 'light' | 'dark') => () => settings && setTheme.mutate({ ...settings, theme: name })
  return [
    {
      id: 'sync',
      group,
      label: t('palette.sync'),
      icon: IconRefresh,
      run: () => sync.mutate({ ids: [], full: false }),
    },
    {
      id: 'connect',
      group,
      label: t('palette.connect'),
      icon: IconPlugConnected,
      run: () => void navigate({ to: '/connections', search: (prev) => ({ ...keepScope(prev), edit: 'new' }) }),
    },
    {
      id: 'export-customers',
      group,
      label: t('palette.export_customers'),
      icon: IconFileSpreadsheet,
      run: () => exporting.mutate({ kind: 'customers', format: 'xlsx' }),
    },
    {
      id: 'export-billing',
      group,
      label: t('palette.export_billing'),
      icon: IconFileSpreadsheet,
      run: () => exporting.mutate({ kind: 'billing', format: 'xlsx' }),
    },
    { id: 'light', group, label: t('palette.light'), icon: IconSun, run: theme('light') },
    { id: 'dark', group, label: t('palette.dark'), icon: IconMoon, run: theme('dark') },
  ]
}
