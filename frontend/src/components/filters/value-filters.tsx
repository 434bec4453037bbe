import { useState } from 'react'
import { changeTests, readTest, type Testable } from '../../lib/column-tests'
import { joinList, listOf } from '../../lib/url-state'
import { ColumnFilter } from './column-filter'
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

/** The columns of a table, of which some can be tested. */
export interface TestedColumn {
  id: string
  header: string
  test?: Testable
}

/** What the address holds: the values of each filter by its id, which of them mean none of theirs, and the column tests. */
type Held<Id extends string> = Partial<Record<Id | 'except' | 'where', string>>

interface Props<Id extends string> {
  fields: FilterField<Id>[]
  /** In sight even where they are not set. */
  always: readonly Id[]
  columns: readonly TestedColumn[]
  search: Held<Id>
  onChange: (change: Held<Id>) => void
}

/** Filters that take several values and tests of columns: those that are set, those always in sight, and a menu for the others. */
export function ValueFilters<Id extends string>({ fields, always, columns, search, onChange }: Props<Id>) {
  const [asked, setAsked] = useState<string>()
  const [askedColumn, setAskedColumn] = useState<string>()
  const shown = fields.filter(({ id }) => always.includes(id) || search[id] !== undefined || id === asked)
  const testable = columns.flatMap(({ id, header, test }) => (test ? [{ id, label: header, kind: test }] : []))
  const added = testable.find((column) => column.id === askedColumn)
  const except = listOf(search.except)
  const tests = listOf(search.where)
  return (
    <>
      {shown.map(({ id, label, choices }) => (
        <ValueFilter
          key={id}
          label={label}
          choices={choices}
          values={listOf(search[id])}
          except={except.includes(id)}
          onChange={(values, none) => {
            const others = except.filter((name) => name !== id)
            onChange({ [id]: joinList(values), except: joinList(none ? [...others, id] : others) } as Held<Id>)
          }}
          opened={id === asked}
          onClosed={() => setAsked(undefined)}
        />
      ))}
      {tests.map((text, n) => {
        const test = readTest(text)
        const column = testable.find((each) => each.id === test?.column)
        const name = test?.column ?? text
        return (
          <ColumnFilter
            key={n}
            label={column?.label ?? name}
            kind={column?.kind ?? 'text'}
            test={test}
            column={name}
            onChange={(changed) => onChange({ where: changeTests(search.where, n, changed) } as Held<Id>)}
          />
        )
      })}
      {added && (
        <ColumnFilter
          key="added"
          label={added.label}
          kind={added.kind}
          column={added.id}
          onChange={(test) => onChange({ where: changeTests(search.where, tests.length, test) } as Held<Id>)}
          onClosed={() => setAskedColumn(undefined)}
        />
      )}
      <MoreFilters
        fields={fields.filter((field) => !shown.includes(field))}
        columns={testable}
        onAdd={setAsked}
        onAddColumn={setAskedColumn}
      />
    </>
  )
}
