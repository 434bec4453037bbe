import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type ExportRequest, saveExport } from '../api/desktop'
import { useErrorText } from '../lib/use-error-text'
import { notifyDone, notifyError } from './ui/notify'

/** Saves an export and says where it went; in a browser the download speaks for itself. */
export function useExport() {
  const { t, i18n } = useTranslation()
  const errorText = useErrorText()
  return useMutation({
    mutationFn: (request: ExportRequest) => saveExport({ language: i18n.language, ...request }),
    onSuccess: ({ path }) => {
      if (path) notifyDone(t('export.saved', { path }))
    },
    onError: (error) => notifyError(errorText(error)),
  })
}
