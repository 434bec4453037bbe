import { Button, Group, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Vendor } from '../../api/connections'
import { ConnectionFields } from '../../components/connection/connection-fields'
import { type ConnectionForm, isComplete } from '../../components/connection/connection-form'
import classes from './start.module.css'
import type { Move } from './wizard'

interface Props {
  vendor: Vendor
  form: ConnectionForm
  /** The step was left before: what is secret has to be typed in again. */
  resumed: boolean
  onChange: (change: Partial<ConnectionForm>) => void
  onMove: Move
}

export function CredentialsStep({ vendor, form, resumed, onChange, onMove }: Props) {
  const { t } = useTranslation()
  const ready = isComplete(vendor, form, undefined) && form.name.trim() !== ''
  return (
    <form
      onBlur={() => onMove({})}
      onSubmit={(event) => {
        event.preventDefault()
        onMove({ step: 'test' })
      }}
    >
      <Stack gap="sm">
        {resumed && <p className={classes.quiet}>{t('start.secrets_again')}</p>}
        <ConnectionFields vendor={vendor} form={form} onChange={onChange} />
        {!ready && <p className={classes.quiet}>{t('start.credentials_missing')}</p>}
        <Group justify="space-between" gap="xs">
          <Button size="sm" onClick={() => onMove({ step: 'vendor' })}>
            {t('start.back')}
          </Button>
          <Button type="submit" variant="filled" size="sm" disabled={!ready}>
            {t('start.test')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
