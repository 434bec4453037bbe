import { Alert, Button, Checkbox, Group, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  describeImport,
  type ImportFile,
  type ImportMapping,
  type ImportOptions,
  importQueries,
  type ImportRequest,
  runImport,
} from '../../api/imports'
import { Dialog } from '../../components/ui/dialog'
import { notifyDone } from '../../components/ui/notify'
import { useLocale } from '../../lib/locale'
import { useErrorText } from '../../lib/use-error-text'
import { ColumnFields } from './column-fields'
import { DialectFields } from './dialect-fields'
import { ImportOutcome } from './import-outcome'
import { SourceFields, type Target, targetRequest } from './source-fields'

/** Leads from an open file to its rows: what it lists, what its columns are, what would be done, then does it. */
export function ImportDialog({ file: opened, onClose }: { file: ImportFile; onClose: () => void }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const client = useQueryClient()
  const errorText = useErrorText()
  const kinds = useQuery(importQueries.kinds())
  const [file, setFile] = useState(opened)
  const [mapping, setMapping] = useState<ImportMapping>(opened.mapping)
  const [target, setTarget] = useState<Target>('')
  const [replaceTyped, setReplaceTyped] = useState(false)
  const [remember, setRemember] = useState(opened.mapping_name)
  const request: ImportRequest = {
    kind: file.kind,
    mapping,
    ...targetRequest(target),
    replace_typed: replaceTyped,
  }
  const describe = useMutation({
    mutationFn: (options: ImportOptions) => {
      const { delimiter, encoding, header_row } = file.mapping
      return describeImport(file.id, {
        kind: file.kind,
        sheet: file.sheet,
        delimiter,
        encoding,
        header_row,
        ...options,
      })
    },
    onSuccess: (next) => {
      setFile(next)
      setMapping(next.mapping)
      setRemember(next.mapping_name)
    },
  })
  const check = useMutation({ mutationFn: () => runImport(file.id, { ...request, dry_run: true }) })
  const run = useMutation({
    mutationFn: (goodRows: boolean) =>
      runImport(file.id, { ...request, good_rows: goodRows, remember: remember.trim() }),
    onSuccess: async ({ import: done }) => {
      await client.invalidateQueries()
      onClose()
      notifyDone(t('imports.done', { added: f.int(done.added), changed: f.int(done.changed) }))
    },
  })
  const fields = kinds.data?.items.find((row) => row.kind === file.kind)
  const error = describe.error ?? check.error ?? run.error
  const earlier = file.earlier[0]
  return (
    <Dialog title={file.name} size={900} onClose={onClose}>
      <Stack gap="md">
        {earlier && <Alert color="yellow">{t('imports.again', { at: f.dateTime(earlier.created_at) })}</Alert>}
        {check.data ? (
          <ImportOutcome file={file.id} kind={file.kind} result={check.data} />
        ) : (
          <>
            <SourceFields
              file={file}
              kinds={kinds.data?.items ?? []}
              target={target}
              onTarget={setTarget}
              onDescribe={(options) => describe.mutate(options)}
            />
            <DialectFields file={file} onDescribe={(options) => describe.mutate(options)} />
            {fields && <ColumnFields file={file} fields={fields.fields} mapping={mapping} onChange={setMapping} />}
            {file.kind === 'subscriptions' && (
              <Checkbox
                label={t('imports.replace_typed')}
                checked={replaceTyped}
                onChange={(event) => setReplaceTyped(event.currentTarget.checked)}
              />
            )}
            <TextInput
              label={t('imports.remember')}
              description={file.mapping_name && t('imports.remembered', { name: file.mapping_name })}
              value={remember}
              maxLength={100}
              onChange={(event) => setRemember(event.currentTarget.value)}
            />
          </>
        )}
        {error && (
          <Alert color="red" role="alert">
            {errorText(error)}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          {check.data ? (
            <>
              <Button onClick={() => check.reset()}>{t('imports.back')}</Button>
              <Button
                variant="filled"
                loading={run.isPending}
                disabled={check.data.import.added + check.data.import.changed === 0}
                onClick={() => run.mutate(check.data.import.skipped > 0)}
              >
                {t(check.data.import.skipped > 0 ? 'imports.run_good' : 'imports.run')}
              </Button>
            </>
          ) : (
            <Button variant="filled" disabled={!file.kind} loading={check.isPending} onClick={() => check.mutate()}>
              {t('imports.check')}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  )
}
