import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ConnectionRow, Vendor } from '../../api/connections'
import { canSignIn, type ConnectionForm, fieldsOf, secretsOf } from './connection-form'
import classes from './connection.module.css'
import { SignIn } from './sign-in'
import { VendorFields } from './vendor-fields'

interface Props {
  vendor: Vendor
  connection?: ConnectionRow
  form: ConnectionForm
  onChange: (change: Partial<ConnectionForm>) => void
}

/** What a connection is made of, drawn from the vendor's list of fields. */
export function ConnectionFields({ vendor, connection, form, onChange }: Props) {
  const { t } = useTranslation()
  return (
    <>
      <p className={classes.lead}>{t(`connections.help.${vendor.vendor}`)}</p>
      <TextInput
        label={t('column.name')}
        description={t('connections.name_help')}
        data-autofocus
        required
        maxLength={100}
        value={form.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <VendorFields vendor={vendor} connection={connection} form={form} onChange={onChange} />
      {canSignIn(vendor, form, connection) && (
        <SignIn
          vendor={vendor}
          input={{
            id: connection?.id,
            vendor: vendor.vendor,
            fields: fieldsOf(vendor, form),
            secrets: secretsOf(vendor, form),
          }}
          signIn={form.signIn}
          onSignedIn={(signIn) => onChange({ signIn })}
        />
      )}
    </>
  )
}
