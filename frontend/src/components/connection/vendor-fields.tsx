import { Button, Collapse, PasswordInput, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConnectionRow, Vendor, VendorField } from '../../api/connections'
import type { ConnectionForm } from './connection-form'

interface Props {
  vendor: Vendor
  connection?: ConnectionRow
  form: ConnectionForm
  onChange: (change: Partial<ConnectionForm>) => void
}

export function VendorFields({ vendor, connection, form, onChange }: Props) {
  const { t } = useTranslation()
  const [more, setMore] = useState(false)
  const draw = (field: VendorField) => (
    <FieldInput
      key={`${vendor.vendor}.${field.name}`}
      vendor={vendor.vendor}
      field={field}
      stored={connection?.secrets.includes(field.name) ?? false}
      value={form.values[field.name] ?? ''}
      onChange={(value) => onChange({ values: { ...form.values, [field.name]: value } })}
    />
  )
  const advanced = vendor.fields.filter((field) => field.advanced)
  const Icon = more ? IconChevronUp : IconChevronDown
  return (
    <>
      {vendor.fields.filter((field) => !field.advanced).map(draw)}
      {advanced.length > 0 && (
        <>
          <Button
            variant="subtle"
            w="fit-content"
            leftSection={<Icon size={15} aria-hidden />}
            aria-expanded={more}
            onClick={() => setMore(!more)}
          >
            {t(more ? 'connections.less' : 'connections.more')}
          </Button>
          <Collapse expanded={more}>
            <Stack gap="sm">{advanced.map(draw)}</Stack>
          </Collapse>
        </>
      )}
    </>
  )
}

interface FieldProps {
  vendor: Vendor['vendor']
  field: VendorField
  stored: boolean
  value: string
  onChange: (value: string) => void
}

function FieldInput({ vendor, field, stored, value, onChange }: FieldProps) {
  const { t } = useTranslation()
  const key = `field.${vendor}.${field.name}`
  const common = { label: t(`${key}.label`), description: t(`${key}.help`), required: field.required && !stored }
  if (field.choices && field.choices.length > 0) {
    const choices = field.choices.map((choice) => ({
      value: choice,
      label: t(`choice.${choice.replaceAll('.', '_')}`),
    }))
    return (
      <Select
        {...common}
        allowDeselect={false}
        value={value}
        data={choices}
        onChange={(next) => onChange(next ?? '')}
      />
    )
  }
  if (field.kind === 'long') {
    return (
      <Textarea
        {...common}
        value={value}
        autosize
        minRows={3}
        maxRows={8}
        autoComplete="off"
        spellCheck={false}
        placeholder={stored ? t('connections.stored') : undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  }
  if (field.secret) {
    return (
      <PasswordInput
        {...common}
        value={value}
        autoComplete="new-password"
        placeholder={stored ? t('connections.stored') : undefined}
        visibilityToggleButtonProps={{ 'aria-label': t('connections.show_secret') }}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  }
  return (
    <TextInput
      {...common}
      value={value}
      placeholder={field.default}
      type={field.kind === 'date' ? 'date' : undefined}
      inputMode={field.kind === 'number' ? 'numeric' : field.kind === 'url' ? 'url' : 'text'}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
