import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { saveDocument } from '../../api/desktop'
import type { StoredRow } from '../../api/rows'
import { titleOf } from '../../lib/row-kinds'
import { useErrorText } from '../../lib/use-error-text'
import { notifyError } from '../ui/notify'

/** Saves a document as its source gave it: a file is opened by the program that is made for it, never by this page. */
export function SaveDocument({ row }: { row: StoredRow }) {
  const { t, i18n } = useTranslation()
  const errorText = useErrorText()
  const save = useMutation({
    mutationFn: () => saveDocument(row.id, i18n.language),
    onError: (error) => notifyError(errorText(error)),
  })
  return (
    <Button
      size="compact-xs"
      leftSection={<IconDownload size={14} aria-hidden />}
      aria-label={t('table.save_of', { document: titleOf('documents', row) })}
      loading={save.isPending}
      onClick={() => save.mutate()}
    >
      {t('action.save')}
    </Button>
  )
}
