import { Button, Group, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../ui/dialog'
import { saveTyped, type SubscriptionRow, type TypedResult } from '../../api/subscriptions'
import { useLocale } from '../../lib/locale'
import { useErrorText } from '../../lib/use-error-text'
import { useUndo } from '../ui/undo'
import { SkippedList } from './skipped-list'
import { parsePrice, skippedRows, startForm, takesAny, type TypedForm, typedValues } from './typed-form'
import classes from './type-in.module.css'
import { TypedFields } from './typed-fields'

interface Props {
  rows: SubscriptionRow[]
  onClose: () => void
}

/** Takes what no source gives: the end of the term, what happens then, the term, the state and the price. */
export function TypeInDialog({ rows, onClose }: Props) {
  const { t } = useTranslation()
  const [result, setResult] = useState<TypedResult>()
  const title =
    rows.length === 1
      ? t('type_in.title_single', { product: rows[0]?.product })
      : t('type_in.title_many', { count: rows.length })
  return (
    <Dialog onClose={onClose} title={title} size={560}>
      {result ? (
        <Result result={result} rows={rows} onClose={onClose} />
      ) : (
        <Form rows={rows} onClose={onClose} onSkipped={setResult} />
      )}
    </Dialog>
  )
}

function Form({ rows, onClose, onSkipped }: Props & { onSkipped: (result: TypedResult) => void }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const client = useQueryClient()
  const errorText = useErrorText()
  const offerUndo = useUndo()
  const [form, setForm] = useState<TypedForm>(() => startForm(rows))
  const save = useMutation({
    mutationFn: () =>
      saveTyped(
        rows.map((row) => row.id),
        typedValues(form),
      ),
    onSuccess: (result) => {
      const touched = ['subscriptions', 'customers', 'customer', 'dashboard', 'pools', 'calendar', 'licences', 'home']
      void client.invalidateQueries({ predicate: (query) => touched.includes(String(query.queryKey[0])) })
      if (result.undo > 0) {
        const params = { count: result.saved, number: f.int(result.saved) }
        offerUndo({ message: t('type_in.saved', params), undo: result.undo })
      }
      if (result.skipped.length > 0) {
        onSkipped(result)
        return
      }
      onClose()
    },
  })
  const chosen = takesAny(form)
  const badPrice = form.usePrice && form.unitPrice.trim() !== '' && parsePrice(form.unitPrice) === undefined
  const skipped = skippedRows(rows, form)
  const left = rows.length - skipped.length
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Stack gap="sm">
        <p className={classes.lead}>{t('type_in.lead')}</p>
        <TypedFields form={form} badPrice={badPrice} onChange={(change) => setForm((old) => ({ ...old, ...change }))} />
        <p className={classes.effect} role="status">
          {!chosen && t('type_in.choose')}
          {chosen && t('type_in.effect', { count: left, number: f.int(left) })}
          {skipped.length > 0 && ` ${t('type_in.skipped', { count: skipped.length, number: f.int(skipped.length) })}`}
        </p>
        {save.error && (
          <p className={classes.error} role="alert">
            {errorText(save.error)}
          </p>
        )}
        <Group justify="flex-end" gap="xs">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" variant="filled" disabled={!chosen || badPrice || left === 0} loading={save.isPending}>
            {t('type_in.save', { count: left, number: f.int(left) })}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function Result({ result, rows, onClose }: Props & { result: TypedResult }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  return (
    <Stack gap="sm">
      <p className={classes.lead}>
        {t('type_in.saved', { count: result.saved, number: f.int(result.saved) })}{' '}
        {t('type_in.were_skipped', { count: result.skipped.length, number: f.int(result.skipped.length) })}
      </p>
      <SkippedList result={result} rows={rows} />
      <Group justify="flex-end">
        <Button variant="filled" onClick={onClose}>
          {t('action.close')}
        </Button>
      </Group>
    </Stack>
  )
}
