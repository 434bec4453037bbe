import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ImportRow, undoImport } from '../../api/imports'
import { ConfirmDialog } from '../../components/ui/confirm-dialog'
import { notifyDone, notifyError } from '../../components/ui/notify'
import classes from '../../components/ui/plain-table.module.css'
import { useLocale } from '../../lib/locale'
import { useErrorText } from '../../lib/use-error-text'

export function ImportsTable({ imports }: { imports: ImportRow[] }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const [asked, setAsked] = useState<ImportRow>()
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('column.file')}</th>
            <th scope="col">{t('column.import_kind')}</th>
            <th scope="col">{t('column.connection')}</th>
            <th scope="col">{t('column.imported_at')}</th>
            <th scope="col" data-numeric>
              {t('column.rows')}
            </th>
            <th scope="col">{t('column.undone_at')}</th>
          </tr>
        </thead>
        <tbody>
          {imports.map((row) => (
            <tr key={row.id}>
              <th scope="row">{row.file_name}</th>
              <td>{t(`import.kind.${row.kind}`)}</td>
              <td>{row.connection || '–'}</td>
              <td>{f.dateTime(row.created_at)}</td>
              <td
                data-numeric
                title={t('imports.counts', {
                  added: f.int(row.added),
                  changed: f.int(row.changed),
                  skipped: f.int(row.skipped),
                })}
              >
                {f.int(row.rows)}
              </td>
              <td>
                {row.undone_at ? (
                  f.dateTime(row.undone_at)
                ) : (
                  <Button
                    size="compact-xs"
                    onClick={() => setAsked(row)}
                    aria-label={`${t('imports.undo')}: ${row.file_name}`}
                  >
                    {t('imports.undo')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {asked && <UndoDialog row={asked} onClose={() => setAsked(undefined)} />}
    </div>
  )
}

function UndoDialog({ row, onClose }: { row: ImportRow; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const errorText = useErrorText()
  const undo = useMutation({
    mutationFn: () => undoImport(row.id),
    onSuccess: async (done) => {
      await client.invalidateQueries()
      onClose()
      notifyDone(t('imports.undone', { file: row.file_name }))
      const list = done.kept
        .map((k) => `${k.customer}, ${k.what}${k.field && `: ${t(`import.field.${k.field}`)} ${k.value}`}`)
        .join('; ')
      if (list) notifyError(t('imports.kept', { list }))
    },
    onError: (error) => {
      onClose()
      notifyError(errorText(error))
    },
  })
  return (
    <ConfirmDialog
      title={t('imports.undo_title', { file: row.file_name })}
      confirm={t('imports.undo')}
      pending={undo.isPending}
      onConfirm={() => undo.mutate()}
      onClose={onClose}
    >
      {t('imports.undo_text')}
    </ConfirmDialog>
  )
}
