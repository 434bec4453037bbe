import { Group, Select, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ImportFile, ImportKindRow, ImportMapping } from '../../api/imports'
import classes from '../../components/ui/plain-table.module.css'

interface Props {
  file: ImportFile
  fields: ImportKindRow['fields']
  mapping: ImportMapping
  onChange: (mapping: ImportMapping) => void
}

/** Says for each field which column it is read from, or the value that all rows share. */
export function ColumnFields({ file, fields, mapping, onChange }: Props) {
  const { t } = useTranslation()
  const columns = mapping.columns ?? {}
  const constants = mapping.constants ?? {}
  const samples = (name: string | undefined) =>
    file.columns.find((column) => column.name === name)?.samples.join(' · ') ?? ''
  const missing = (group: string) =>
    group !== '' && !fields.some((field) => field.one_of === group && (columns[field.name] || constants[field.name]))
  return (
    <Stack gap="xs">
      <Spelling fields={fields} mapping={mapping} onChange={onChange} />
      <div className={classes.scroll}>
        <table className={classes.table} aria-label={t('imports.columns')}>
          <tbody>
            {fields.map((field) => (
              <tr key={field.name}>
                <th scope="row">{t(`import.field.${field.name}`)}</th>
                <td>
                  <Group gap="xs" wrap="nowrap">
                    <Select
                      aria-label={t(`import.field.${field.name}`)}
                      placeholder={missing(field.one_of) ? t('imports.needed') : t('imports.none')}
                      error={missing(field.one_of)}
                      clearable
                      searchable
                      data={file.columns.map((column) => column.name)}
                      value={columns[field.name] ?? null}
                      onChange={(name) => onChange({ ...mapping, columns: put(columns, field.name, name) })}
                    />
                    {!columns[field.name] && (
                      <TextInput
                        aria-label={t('imports.constant_of', { field: t(`import.field.${field.name}`) })}
                        placeholder={t('imports.constant')}
                        value={constants[field.name] ?? ''}
                        onChange={(event) =>
                          onChange({ ...mapping, constants: put(constants, field.name, event.currentTarget.value) })
                        }
                      />
                    )}
                  </Group>
                </td>
                <td data-wrap>{samples(columns[field.name])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Stack>
  )
}

const orders = ['', 'dmy', 'mdy']
const decimals = ['', 'comma', 'point']

/** How days and numbers are written, where the file itself does not tell. */
function Spelling({ fields, mapping, onChange }: Omit<Props, 'file'>) {
  const { t } = useTranslation()
  const columns = mapping.columns ?? {}
  const reads = (types: string[]) => fields.some((field) => types.includes(field.type) && columns[field.name])
  return (
    <Group gap="sm">
      {reads(['date', 'moment']) && (
        <Select
          label={t('imports.date_order')}
          allowDeselect={false}
          data={orders.map((value) => ({ value, label: t(`imports.date_order_${value || 'found'}`) }))}
          value={mapping.date_order}
          onChange={(value) => onChange({ ...mapping, date_order: value ?? '' })}
        />
      )}
      {reads(['decimal']) && (
        <Select
          label={t('imports.decimal')}
          allowDeselect={false}
          data={decimals.map((value) => ({ value, label: t(`imports.decimal_${value || 'found'}`) }))}
          value={mapping.decimal}
          onChange={(value) => onChange({ ...mapping, decimal: value ?? '' })}
        />
      )}
    </Group>
  )
}

function put(values: Record<string, string>, name: string, value: string | null): Record<string, string> {
  const next = { ...values }
  delete next[name]
  return value ? { ...next, [name]: value } : next
}
