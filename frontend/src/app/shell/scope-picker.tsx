import { Combobox, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconBuilding, IconBuildingCommunity, IconCheck, IconChevronDown } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { customerQueries } from '../../api/customers'
import { drop } from '../../lib/url-state'
import classes from './shell.module.css'

const everybody = 'all'

/** Limits every page to one customer, or takes the limit away. */
export function ScopePicker() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { customer } = useSearch({ from: '__root__' })
  const [search, setSearch] = useState('')
  const [asked] = useDebouncedValue(search, 150)
  const combobox = useCombobox({
    onDropdownClose: () => setSearch(''),
    onDropdownOpen: () => combobox.focusSearchInput(),
  })
  const found = useQuery({
    ...customerQueries.page({ search: asked, sort: 'name', limit: 50, offset: 0 }),
    placeholderData: keepPreviousData,
    enabled: combobox.dropdownOpened,
  })
  const chosen = useQuery({ ...customerQueries.detail(customer ?? 0), enabled: customer !== undefined })
  const label = customer === undefined ? t('scope.all') : (chosen.data?.name ?? t('scope.one'))
  const choose = (value: string) => {
    combobox.closeDropdown()
    const next = value === everybody ? undefined : Number(value)
    void navigate({ to: '.', search: (prev) => drop({ ...prev, customer: next }) })
  }
  const Icon = customer === undefined ? IconBuildingCommunity : IconBuilding
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={choose}
      width={320}
      position="bottom-start"
      shadow="md"
      withinPortal={false}
    >
      <Combobox.Target targetType="button">
        <button
          type="button"
          className={`${classes.barButton} ${classes.scope}`}
          data-set={customer !== undefined || undefined}
          onClick={() => combobox.toggleDropdown()}
          aria-label={t('scope.label', { scope: label })}
        >
          <Icon size={16} stroke={1.7} aria-hidden />
          <span>{label}</span>
          <IconChevronDown size={14} aria-hidden />
        </button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          placeholder={t('scope.search')}
          aria-label={t('scope.search')}
        />
        <Combobox.Options mah={360} style={{ overflowY: 'auto' }} aria-label={t('scope.search')} tabIndex={0}>
          <Combobox.Option value={everybody} active={customer === undefined}>
            <ScopeOption name={t('scope.all')} chosen={customer === undefined} />
          </Combobox.Option>
          {found.data?.items.map((row) => (
            <Combobox.Option key={row.id} value={String(row.id)} active={row.id === customer}>
              <ScopeOption name={row.name} chosen={row.id === customer} />
            </Combobox.Option>
          ))}
          {found.data?.total === 0 && <Combobox.Empty>{t('scope.nothing')}</Combobox.Empty>}
          {found.data && found.data.total > found.data.items.length && (
            <Combobox.Empty>{t('scope.more', { count: found.data.total - found.data.items.length })}</Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

function ScopeOption({ name, chosen }: { name: string; chosen: boolean }) {
  return (
    <span style={{ display: 'flex', alignItems: 'center', gap: 8 }}>
      <span style={{ flex: 1, overflow: 'hidden', textOverflow: 'ellipsis' }}>{name}</span>
      {chosen && <IconCheck size={14} aria-hidden />}
    </span>
  )
}
