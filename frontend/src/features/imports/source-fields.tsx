import { Group, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type ConnectionRow, connectionQueries } from '../../api/connections'
import type { ImportFile, ImportKindRow, ImportOptions, ImportRequest } from '../../api/imports'

/** Where rows go: "connection:1", "vendor:blancco" or "" for subscriptions wherever they are. */
export type Target = string

const vendors: ConnectionRow['vendor'][] = ['webex', 'microsoft', 'avepoint', 'blancco']

export function targetRequest(target: Target): Pick<ImportRequest, 'connection_id' | 'vendor'> {
  const [what, value = ''] = target.split(':')
  if (what === 'connection') return { connection_id: Number(value) }
  const vendor = vendors.find((each) => each === value)
  return vendor ? { vendor } : {}
}

interface Props {
  file: ImportFile
  kinds: ImportKindRow[]
  target: Target
  onTarget: (target: Target) => void
  onDescribe: (options: ImportOptions) => void
}

/** What the file lists, which sheet is read and where its rows belong. */
export function SourceFields({ file, kinds, target, onTarget, onDescribe }: Props) {
  const { t } = useTranslation()
  const connections = useQuery(connectionQueries.list())
  const kind = kinds.find((row) => row.kind === file.kind)
  const options = [
    ...(file.kind === 'subscriptions' ? [{ value: '', label: t('imports.target_any') }] : []),
    ...(kind?.needs_vendor
      ? vendors.map((vendor) => ({ value: `vendor:${vendor}`, label: t(`vendor.${vendor}`) }))
      : [
          ...(connections.data?.items ?? []).map((row) => ({ value: `connection:${row.id}`, label: row.name })),
          ...vendors.map((vendor) => ({
            value: `vendor:${vendor}`,
            label: t('imports.target_files', { vendor: t(`vendor.${vendor}`) }),
          })),
        ]),
  ]
  return (
    <Group grow align="flex-start">
      <Select
        label={t('imports.kind')}
        data={kinds.map((row) => ({ value: row.kind, label: t(`import.kind.${row.kind}`) }))}
        value={file.kind || null}
        onChange={(value) => onDescribe({ kind: kinds.find((row) => row.kind === value)?.kind ?? file.kind })}
      />
      {file.sheets.length > 1 && (
        <Select
          label={t('imports.sheet')}
          data={file.sheets}
          value={file.sheet}
          onChange={(sheet) => onDescribe({ sheet: sheet ?? file.sheet })}
        />
      )}
      {(kind?.needs_vendor || kind?.needs_connection || file.kind === 'subscriptions') && (
        <Select
          label={t('imports.target')}
          data={options}
          value={options.some((option) => option.value === target) ? target : null}
          onChange={(value) => onTarget(value ?? '')}
        />
      )}
    </Group>
  )
}
