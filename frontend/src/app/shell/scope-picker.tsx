import { Combobox, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconBuilding, IconBuildingCommunity, IconCheck, IconChevronDown, IconTag } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { customerQueries } from '../../api/customers'
import { tagQueries } from '../../api/tags'
import { useLocale } from '../../lib/locale'
import { isScoped, type ScopeSearch } from '../../lib/url-state'
import classes from './shell.module.css'
import { useSetScope } from './use-set-scope'

const everybody = 'all'
const tagPrefix = 'tag:'

function scopeOf(value: string): ScopeSearch {
  if (value === everybody) return {}
  return value.startsWith(tagPrefix) ? { tag: value.slice(tagPrefix.length) } : { customer: Number(value) }
}

/** Limits every page to one customer or to those with a tag, or takes the limit away. */
export function ScopePicker() {
  const { t } = useTranslation()
  const scope = useSearch({ from: '__root__' })
  const setScope = useSetScope()
  const [search, setSearch] = useState('')
  const combobox = useCombobox({
    onDropdownClose: () => setSearch(''),
    onDropdownOpen: () => combobox.focusSearchInput(),
  })
  const label = useScopeLabel(scope)
  const Icon = scope.tag !== undefined ? IconTag : scope.customer !== undefined ? IconBuilding : IconBuildingCommunity
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(value) => {
        combobox.closeDropdown()
        setScope(scopeOf(value))
      }}
      width={320}
      position="bottom-start"
      shadow="md"
      withinPortal={false}
      keepMounted={false}
    >
      <Combobox.Target targetType="button">
        <button
          type="button"
          className={`${classes.barButton} ${classes.scope}`}
          data-set={isScoped(scope) || undefined}
          onClick={() => combobox.toggleDropdown()}
          aria-label={t('scope.label', { scope: label })}
          title={label}
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
          {combobox.dropdownOpened && (
            <ScopeOptions scope={scope} search={search} onListed={combobox.updateSelectedOptionIndex} />
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

function useScopeLabel({ customer, tag }: ScopeSearch): string {
  const { t } = useTranslation()
  const chosen = useQuery({ ...customerQueries.detail(customer ?? 0), enabled: customer !== undefined })
  if (tag !== undefined) return tag
  return customer === undefined ? t('scope.all') : (chosen.data?.name ?? t('scope.one'))
}

interface OptionsProps {
  scope: ScopeSearch
  search: string
  /** The options are others than before: the one that was chosen by the arrows may stand elsewhere, and Enter takes it by its place. */
  onListed: (target: 'selected') => void
}

/** All customers, the tags and the customers that a search finds. */
function ScopeOptions({ scope, search, onListed }: OptionsProps) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const [asked] = useDebouncedValue(search, 150)
  const found = useQuery({
    ...customerQueries.page({ search: asked, sort: 'name', limit: 50, offset: 0 }),
    placeholderData: keepPreviousData,
  })
  const counts = useQuery(tagQueries.counts())
  useEffect(() => onListed('selected'), [onListed, found.data, counts.data, search])
  const wanted = search.trim().toLowerCase()
  const tags = counts.data?.items.filter(({ name }) => name.toLowerCase().includes(wanted)) ?? []
  const customers = found.data?.items ?? []
  const more = (found.data?.total ?? 0) - customers.length
  return (
    <>
      <ScopeOption value={everybody} name={t('scope.all')} chosen={!isScoped(scope)} />
      {tags.length > 0 && (
        <Combobox.Group label={t('scope.tags')}>
          {tags.map(({ name, customers: count }) => (
            <ScopeOption
              key={name}
              value={tagPrefix + name}
              name={name}
              detail={t('scope.customers_of', { count, number: f.int(count) })}
              chosen={name === scope.tag}
            />
          ))}
        </Combobox.Group>
      )}
      {customers.length > 0 && (
        <Combobox.Group label={t('nav.customers')}>
          {customers.map(({ id, name }) => (
            <ScopeOption key={id} value={String(id)} name={name} chosen={id === scope.customer} />
          ))}
        </Combobox.Group>
      )}
      {found.data?.total === 0 && tags.length === 0 && <Combobox.Empty>{t('scope.nothing')}</Combobox.Empty>}
      {more > 0 && <Combobox.Empty>{t('scope.more', { count: more })}</Combobox.Empty>}
    </>
  )
}

interface OptionProps {
  value: string
  name: string
  detail?: string
  chosen: boolean
}

function ScopeOption({ value, name, detail, chosen }: OptionProps) {
  return (
    <Combobox.Option value={value} active={chosen}>
      <span className={classes.option}>
        <span className={classes.optionName} title={name}>
          {name}
        </span>
        {detail && ' ' /* apart where the option is read out */}
        {detail && <span className={classes.optionDetail}>{detail}</span>}
        {chosen && <IconCheck size={14} aria-hidden />}
      </span>
    </Combobox.Option>
  )
}
