import { Button, Group, Select, Stack } from '@mantine/core'
import { IconPlugConnected } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CheckOutcome } from '../../components/connection/check-outcome'
import { ConnectionFields } from '../../components/connection/connection-fields'
import {
  type ConnectionForm,
  fieldsOf,
  formFor,
  isComplete,
  secretsOf,
} from '../../components/connection/connection-form'
import { Dialog } from '../../components/ui/dialog'
import {
  checkConnection,
  type ConnectionRow,
  createConnection,
  updateConnection,
  type Vendor,
} from '../../api/connections'
import { useErrorText } from '../../lib/use-error-text'
import classes from './connections.module.css'

interface Props {
  vendors: Vendor[]
  connection?: ConnectionRow
  startVendor?: Vendor['vendor']
  onClose: () => void
}

/** The form of a connection, drawn from the vendor's list of fields. */
export function ConnectionDialog({ vendors, connection, startVendor, onClose }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const errorText = useErrorText()
  const [vendorName, setVendorName] = useState(connection?.vendor ?? startVendor ?? vendors[0]?.vendor)
  const vendor = vendors.find((each) => each.vendor === vendorName)
  const [form, setForm] = useState<ConnectionForm>(() => formFor(vendor, t(`vendor.${vendorName}`), connection))
  const check = useMutation({
    mutationFn: (of: Vendor) =>
      checkConnection({
        id: connection?.id,
        vendor: of.vendor,
        fields: fieldsOf(of, form),
        secrets: secretsOf(of, form),
        sign_in: form.signIn || undefined,
      }),
  })
  const save = useMutation({
    mutationFn: (of: Vendor) => {
      const input = {
        name: form.name.trim(),
        fields: fieldsOf(of, form),
        secrets: secretsOf(of, form),
        sign_in: form.signIn || undefined,
      }
      return connection ? updateConnection(connection.id, input) : createConnection({ ...input, vendor: of.vendor })
    },
    onSuccess: async () => {
      onClose()
      await client.invalidateQueries()
    },
  })
  const change = (next: Partial<ConnectionForm>) => {
    setForm((old) => ({ ...old, ...next }))
    check.reset()
  }
  if (!vendor) return null
  const complete = isComplete(vendor, form, connection)
  return (
    <Dialog
      onClose={onClose}
      size={560}
      title={connection ? t('connections.edit', { connection: connection.name }) : t('connections.add')}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate(vendor)
        }}
      >
        <Stack gap="sm">
          {!connection && (
            <Select
              label={t('column.vendor')}
              value={vendorName}
              data={vendors.map((each) => ({ value: each.vendor, label: t(`vendor.${each.vendor}`) }))}
              onChange={(value) => {
                const next = vendors.find((each) => each.vendor === value)
                setVendorName(next?.vendor)
                setForm(formFor(next, t(`vendor.${value}`), undefined))
                check.reset()
              }}
            />
          )}
          <ConnectionFields vendor={vendor} connection={connection} form={form} onChange={change} />
          {check.data && <CheckOutcome vendor={vendor.vendor} result={check.data} />}
          {(check.error ?? save.error) && (
            <p className={classes.error} role="alert">
              {errorText(check.error ?? save.error)}
            </p>
          )}
          <Group justify="flex-end" gap="xs">
            <Button
              mr="auto"
              leftSection={<IconPlugConnected size={15} aria-hidden />}
              disabled={!complete}
              loading={check.isPending}
              onClick={() => check.mutate(vendor)}
            >
              {t('connections.test')}
            </Button>
            <Button onClick={onClose}>{t('action.cancel')}</Button>
            <Button type="submit" variant="filled" disabled={!complete || !form.name.trim()} loading={save.isPending}>
              {t('action.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
