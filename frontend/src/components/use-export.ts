import { useMutation } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type ExportRequest, saveExport } from '../api/desktop'
import { whose } from '../lib/url-state'
import { useErrorText } from '../lib/use-error-text'
import { notifyDone, notifyError } from './ui/notify'

/** Saves an export of the customers in scope and says where it went; in a browser the download speaks for itself. */
export function useExport() {
  const { t, i18n } = useTranslation()
  const errorText = useErrorText()
  const scope = whose(useSearch({ from: '__root__' }))
  return useMutation({
    mutationFn: (request: ExportRequest) => saveExport({ language: i18n.language, ...scope, ...request }),
    onSuccess: ({ path }) => {
      if (path) notifyDone(t('export.saved', { path }))
    },
    onError: (error) => notifyError(errorText(error)),
  })
}
