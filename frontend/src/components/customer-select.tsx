import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { customerQueries } from '../api/customers'

interface Props {
  label: string
  value?: number
  /** What the customer of the value is called. */
  name?: string
  error?: string
  onChange: (id: number) => void
}

/** Finds one customer by typing; Go searches, because there may be thousands. */
export function CustomerSelect({ label, value, name, error, onChange }: Props) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const [asked] = useDebouncedValue(search, 150)
  const found = useQuery({
    ...customerQueries.page({ search: asked, sort: 'name', limit: 50, offset: 0 }),
    placeholderData: keepPreviousData,
  })
  const [chosen, setChosen] = useState(() => (value && name ? { value: String(value), label: name } : undefined))
  const rows = found.data?.items.map((row) => ({ value: String(row.id), label: row.name })) ?? []
  const data = chosen && !rows.some((row) => row.value === chosen.value) ? [chosen, ...rows] : rows
  return (
    <Select
      label={label}
      required
      searchable
      allowDeselect={false}
      nothingFoundMessage={t('scope.nothing')}
      filter={({ options }) => options}
      value={value ? String(value) : null}
      data={data}
      error={error}
      onSearchChange={setSearch}
      onChange={(id, option) => {
        if (!id || !option) return
        setChosen({ value: id, label: option.label })
        onChange(Number(id))
      }}
    />
  )
}
