import { Button, Group, Loader } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { checkConnection, createConnection, type Vendor } from '../../api/connections'
import { startSync } from '../../api/sync'
import { CheckOutcome } from '../../components/connection/check-outcome'
import { type ConnectionForm, fieldsOf, secretsOf } from '../../components/connection/connection-form'
import { useErrorText } from '../../lib/use-error-text'
import classes from './start.module.css'
import type { Move } from './wizard'

interface Props {
  vendor: Vendor
  form: ConnectionForm
  onMove: Move
}

/** Signs in with what was typed in. Only what the vendor has let in is saved. */
export function TestStep({ vendor, form, onMove }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const errorText = useErrorText()
  const login = {
    fields: fieldsOf(vendor, form),
    secrets: secretsOf(vendor, form),
    sign_in: form.signIn || undefined,
  }
  const check = useMutation({ mutationFn: () => checkConnection({ vendor: vendor.vendor, ...login }) })
  const save = useMutation({
    mutationFn: async () => {
      const made = await createConnection({ vendor: vendor.vendor, name: form.name.trim(), ...login })
      await startSync([made.id], false).catch(() => undefined) // the next step offers it again
      return made
    },
    onSuccess: (made) => {
      onMove({ step: 'sync', connection_id: made.id })
      void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'setup' })
    },
  })
  const test = check.mutate
  useEffect(() => test(), [test])
  const error = check.error ?? save.error
  return (
    <>
      <div className={classes.outcome}>
        {check.isPending && (
          <p role="status" className={classes.waiting}>
            <Loader size={16} /> {t('start.testing', { vendor: t(`vendor.${vendor.vendor}`) })}
          </p>
        )}
        {check.data && <CheckOutcome vendor={vendor.vendor} result={check.data} />}
        {error && (
          <p role="alert" className={classes.error}>
            {errorText(error)}
          </p>
        )}
      </div>
      <Group justify="space-between" gap="xs">
        <Button size="sm" onClick={() => onMove({ step: 'credentials' })}>
          {t('start.back')}
        </Button>
        <Group gap="xs">
          {(check.error || check.data?.ok === false) && (
            <Button size="sm" onClick={() => test()}>
              {t('start.test_again')}
            </Button>
          )}
          <Button
            variant="filled"
            size="sm"
            disabled={!check.data?.ok}
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            {t('start.save_and_read')}
          </Button>
        </Group>
      </Group>
    </>
  )
}
