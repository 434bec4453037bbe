import { Alert, Button, Group, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ImportResult, typeImportRow, undoImport } from '../../api/imports'
import { useErrorText } from '../../lib/use-error-text'
import { type VendorChoice, vendors } from '../../lib/vendors'
import { CustomerSelect } from '../customer-select'
import { Dialog } from '../ui/dialog'
import { notifyDone } from '../ui/notify'
import { useUndo } from '../ui/undo'
import { filledIn, problemsByField, type RowField, rowFields, type TypedKind } from './row-fields'
import classes from './type-in.module.css'

interface Props {
  kind: TypedKind
  /** Whose it is; left out, that is asked. */
  customer?: number
  onClose: () => void
}

/** Takes one row of what a vendor's portal shows and its API does not tell; it becomes an import of its own. */
export function TypeRowDialog({ kind, customer: given, onClose }: Props) {
  const { t } = useTranslation()
  const errorText = useErrorText()
  const [customer, setCustomer] = useState(given)
  const [vendor, setVendor] = useState<VendorChoice | undefined>(kind === 'licence-pools' ? 'blancco' : undefined)
  const [values, setValues] = useState<Record<string, string>>({})
  const save = useSaveRow(onClose)
  const say = (problem: ImportResult['problems'][number]) =>
    t(`import.problem.${problem.key}.what`, { ...problem.params, value: problem.value })
  const problems = problemsByField(kind, save.data?.problems ?? [], say)
  const general = [given === undefined ? '' : problems.customer, problems['']].filter(Boolean).join(' ')
  const same = save.data && !save.data.stored && save.data.total === 0
  return (
    <Dialog title={t(`type_row.${kind}`)} size={560} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (customer !== undefined && vendor) {
            save.mutate({ kind, vendor, customer_id: customer, values: filledIn(values) })
          }
        }}
      >
        <Stack gap="sm">
          <p className={classes.lead}>{t('type_row.lead')}</p>
          {given === undefined && (
            <CustomerSelect
              label={t('import.field.customer')}
              value={customer}
              error={problems.customer}
              onChange={setCustomer}
            />
          )}
          <Select
            label={t('column.vendor')}
            required
            allowDeselect={false}
            value={vendor ?? null}
            data={vendors.map((value) => ({ value, label: t(`vendor.${value}`) }))}
            onChange={(value) => setVendor(vendors.find((each) => each === value))}
          />
          <SimpleGrid cols={2} spacing="sm">
            {rowFields[kind].map((field) => (
              <Field
                key={field.name}
                field={field}
                value={values[field.name] ?? ''}
                error={problems[field.name]}
                onChange={(value) => setValues((old) => ({ ...old, [field.name]: value }))}
              />
            ))}
          </SimpleGrid>
          {kind === 'licence-pools' && <p className={classes.effect}>{t('type_row.use')}</p>}
          {(general || same) && <Alert color="yellow">{general || t('type_row.same')}</Alert>}
          {save.error && (
            <p className={classes.error} role="alert">
              {errorText(save.error)}
            </p>
          )}
          <Group justify="flex-end" gap="xs">
            <Button onClick={onClose}>{t('action.cancel')}</Button>
            <Button type="submit" variant="filled" disabled={!customer || !vendor} loading={save.isPending}>
              {t('action.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

/** Stores the row; once it is stored, the dialog is done and taking it back is offered. */
function useSaveRow(onSaved: () => void) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const offerUndo = useUndo()
  return useMutation({
    mutationFn: typeImportRow,
    onSuccess: (result) => {
      if (!result.stored) return
      for (const note of result.problems) {
        notifyDone(t(`import.problem.${note.key}.what`, { ...note.params, value: note.value }))
      }
      offerUndo({ message: t('type_row.saved'), undo: () => undoImport(result.import.id) })
      void client.invalidateQueries()
      onSaved()
    },
  })
}

interface FieldProps {
  field: RowField
  value: string
  error?: string
  onChange: (value: string) => void
}

function Field({ field, value, error, onChange }: FieldProps) {
  const { t } = useTranslation()
  const label = t(`import.field.${field.name}`)
  if (field.type === 'long') {
    return (
      <Textarea
        rows={3}
        label={label}
        value={value}
        error={error}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  }
  return (
    <TextInput
      type={field.type === 'moment' ? 'datetime-local' : 'text'}
      inputMode={field.type === 'number' ? 'numeric' : undefined}
      label={label}
      required={field.required}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
