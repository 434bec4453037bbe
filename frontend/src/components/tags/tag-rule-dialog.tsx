import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CustomerRule, setTagRule } from '../../api/tags'
import { useErrorText } from '../../lib/use-error-text'
import { Dialog } from '../ui/dialog'
import { notifyDone } from '../ui/notify'
import classes from './tags.module.css'

interface Props {
  rule: CustomerRule
  onClose: () => void
}

/** Makes a tag of the filter in force: whoever it selects, now or later, has the tag. */
export function TagRuleDialog({ rule, onClose }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const errorText = useErrorText()
  const [name, setName] = useState('')
  const save = useMutation({
    mutationFn: () => setTagRule(name.trim(), rule),
    onSuccess: () => {
      void client.invalidateQueries()
      notifyDone(t('tag.rule_saved', { tag: name.trim() }))
      onClose()
    },
  })
  return (
    <Dialog onClose={onClose} title={t('tag.rule_title')} size={440}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <Stack gap="sm">
          <p className={classes.lead}>{t('tag.rule_lead')}</p>
          <TextInput
            label={t('tag.name')}
            value={name}
            maxLength={40}
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {save.error && (
            <p className={classes.error} role="alert">
              {errorText(save.error)}
            </p>
          )}
          <Group justify="flex-end" gap="xs">
            <Button onClick={onClose}>{t('action.cancel')}</Button>
            <Button type="submit" variant="filled" disabled={name.trim() === ''} loading={save.isPending}>
              {t('action.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
