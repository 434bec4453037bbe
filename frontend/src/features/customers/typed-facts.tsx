import { Button, Group, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { portalQueries, typedFields, type TypedField, typeFact } from '../../api/portals'
import { Sourced } from '../../components/ui/source-mark'
import { useUndo } from '../../components/ui/undo'
import { useErrorText } from '../../lib/use-error-text'
import classes from './customer-page.module.css'

/** What no source says about a customer is typed in here; a sync never touches it. */
export function TypedFacts({ customer }: { customer: number }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const errorText = useErrorText()
  const offerUndo = useUndo()
  const facts = useQuery(portalQueries.typed(customer))
  const [field, setField] = useState<TypedField>('domain')
  const [value, setValue] = useState('')
  const save = useMutation({
    mutationFn: (change: { field: TypedField; value: string }) => typeFact(customer, change.field, change.value),
    onSuccess: ({ undo }, change) => {
      setValue('')
      const field = t(`row.${change.field}`)
      offerUndo({
        message: t(change.value === '' ? 'facts.taken' : 'facts.typed', { field, value: change.value }),
        undo,
      })
      void client.invalidateQueries()
    },
  })
  return (
    <section aria-label={t('facts.title')}>
      <h3>{t('facts.title')}</h3>
      <ul className={classes.events}>
        {facts.data?.items.map((fact) => (
          <li key={fact.field}>
            <span>{t(`row.${fact.field}`)}</span>
            <span>
              <Sourced source="typed" typedAt={fact.typed_at}>
                {fact.value}
              </Sourced>
              {fact.given && <p className={classes.quiet}>{t('facts.given', { value: fact.given })}</p>}
            </span>
            <Button size="compact-xs" onClick={() => save.mutate({ field: fact.field as TypedField, value: '' })}>
              {t('facts.back', { field: t(`row.${fact.field}`) })}
            </Button>
          </li>
        ))}
      </ul>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate({ field, value })
        }}
      >
        <Group gap="xs" mt="xs" align="flex-start">
          <Select
            w={180}
            aria-label={t('facts.field')}
            data={typedFields.map((each) => ({ value: each, label: t(`row.${each}`) }))}
            value={field}
            allowDeselect={false}
            onChange={(next) => setField((next ?? 'domain') as TypedField)}
          />
          <TextInput
            w={280}
            aria-label={t('facts.value')}
            value={value}
            maxLength={200}
            error={save.error && errorText(save.error)}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
          <Button type="submit" disabled={value.trim() === ''} loading={save.isPending}>
            {t('facts.save')}
          </Button>
        </Group>
      </form>
    </section>
  )
}
