import { useState } from 'react'
import { joinList, listOf } from '../../lib/url-state'
import { MoreFilters } from './more-filters'
import { type Choice, ValueFilter } from './value-filter'

/** A filter that takes several values, with what can be chosen. */
export interface FilterField<Id extends string> {
  id: Id
  label: string
  choices: Choice[]
}

/** Choices whose values are words. */
export function words<T extends string>(values: readonly T[], label: (value: T) => string): Choice[] {
  return values.map((value) => ({ value, label: label(value) }))
}

interface Props<Id extends string> {
  fields: FilterField<Id>[]
  /** In sight even where they are not set. */
  always: readonly Id[]
  /** The address, which holds the values of each by its id. */
  search: Partial<Record<Id, string>>
  onChange: (id: Id, values: string | undefined) => void
}

/** Filters that take several values: those that are set, those always in sight, and a menu that adds the others. */
export function ValueFilters<Id extends string>({ fields, always, search, onChange }: Props<Id>) {
  const [asked, setAsked] = useState<string>()
  const shown = fields.filter(({ id }) => always.includes(id) || search[id] !== undefined || id === asked)
  return (
    <>
      {shown.map(({ id, label, choices }) => (
        <ValueFilter
          key={id}
          label={label}
          choices={choices}
          values={listOf(search[id])}
          onChange={(values) => onChange(id, joinList(values))}
          opened={id === asked}
          onClosed={() => setAsked(undefined)}
        />
      ))}
      <MoreFilters fields={fields.filter((field) => !shown.includes(field))} onAdd={setAsked} />
    </>
  )
}
