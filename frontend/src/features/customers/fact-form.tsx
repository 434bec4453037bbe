import { Button, Select, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CustomerFact, type TypedField, typeFact } from '../../api/portals'
import { useUndo } from '../../components/ui/undo'
import { countries } from '../../lib/countries'
import { languages } from '../../lib/languages'
import { useLocale } from '../../lib/locale'
import { useErrorText } from '../../lib/use-error-text'
import classes from './customer-fact.module.css'
import { factText } from './fact-text'

interface Props {
  customer: number
  fact: CustomerFact
  field: TypedField
  onClose: () => void
}

/** Types in a fact, or takes it back; a sync never touches it. */
export function FactForm({ customer, fact, field, onClose }: Props) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const client = useQueryClient()
  const errorText = useErrorText()
  const offerUndo = useUndo()
  const [value, setValue] = useState(fact.typed)
  const name = t(`row.${field}`)
  const save = useMutation({
    mutationFn: (next: string) => typeFact(customer, field, next),
    onSuccess: ({ undo }, next) => {
      const text = factText(field, next.trim(), f.locale)
      offerUndo({ message: t(next === '' ? 'facts.taken' : 'facts.typed', { field: name, value: text }), undo })
      void client.invalidateQueries()
      onClose()
    },
  })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !(event.target as Element).matches('[aria-expanded=true]')) onClose()
  }
  return (
    <form
      noValidate
      aria-label={t('facts.edit', { field: name })}
      className={classes.form}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault()
        if (value.trim() !== '') save.mutate(value)
      }}
    >
      <FactInput
        field={field}
        name={name}
        value={value}
        error={save.error && errorText(save.error)}
        onChange={setValue}
      />
      <Button size="compact-xs" type="submit" disabled={value.trim() === ''} loading={save.isPending}>
        {t('facts.save')}
      </Button>
      {fact.typed !== '' && (
        <Button size="compact-xs" onClick={() => save.mutate('')}>
          {t('facts.back', { field: name })}
        </Button>
      )}
      <Button size="compact-xs" variant="subtle" onClick={onClose}>
        {t('action.cancel')}
      </Button>
    </form>
  )
}

interface InputProps {
  field: TypedField
  name: string
  value: string
  error: string | null
  onChange: (value: string) => void
}

const kinds: Partial<Record<TypedField, 'tel' | 'email'>> = { phone: 'tel', contact: 'email' }

function FactInput({ field, name, value, error, onChange }: InputProps) {
  const { f } = useLocale()
  const shared = { size: 'xs', 'aria-label': name, error, className: classes.input } as const
  if (field === 'country' || field === 'language') {
    const all = field === 'country' ? countries(f.locale) : languages(f.locale)
    const data = value === '' || all.some((each) => each.value === value) ? all : [{ value, label: value }, ...all]
    return (
      <Select
        {...shared}
        autoFocus
        searchable
        data={data}
        value={value || null}
        allowDeselect={false}
        limit={50}
        onChange={(next) => onChange(next ?? '')}
      />
    )
  }
  return (
    <TextInput
      {...shared}
      autoFocus
      type={kinds[field] ?? 'text'}
      data-mantine-stop-propagation="true"
      value={value}
      maxLength={200}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
