import { Autocomplete, Button, Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { tagQueries } from '../../api/tags'
import { useLocale } from '../../lib/locale'
import { Dialog } from '../ui/dialog'
import { useTagging } from './use-tagging'

interface Props {
  customers: number[]
  onClose: () => void
}

/** Gives one or many customers a tag, or takes it from them. */
export function TagDialog({ customers, onClose }: Props) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const tags = useQuery(tagQueries.list())
  const tagging = useTagging()
  const [name, setName] = useState('')
  const save = (on: boolean) => tagging.mutate({ name: name.trim(), customers, on }, { onSuccess: onClose })
  const byHand = tags.data?.items.filter((tag) => !tag.rule).map((tag) => tag.name) ?? []
  const missing = name.trim() === ''
  return (
    <Dialog
      onClose={onClose}
      title={t('tag.title', { count: customers.length, number: f.int(customers.length) })}
      size={440}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save(true)
        }}
      >
        <Stack gap="sm">
          <Autocomplete
            label={t('tag.name')}
            data={byHand}
            value={name}
            onChange={setName}
            maxLength={40}
            data-autofocus
            description={t('tag.name_help')}
          />
          <Group justify="flex-end" gap="xs">
            <Button onClick={onClose}>{t('action.cancel')}</Button>
            <Button disabled={missing} loading={tagging.isPending} onClick={() => save(false)}>
              {t('tag.take')}
            </Button>
            <Button type="submit" variant="filled" disabled={missing} loading={tagging.isPending}>
              {t('tag.give')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
