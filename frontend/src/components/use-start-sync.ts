import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { startSync, syncQueries } from '../api/sync'
import { errorSentence, useErrorText } from '../lib/use-error-text'
import { notifyError } from './ui/notify'

/** Starts syncs and says which connections were left out and why. */
export function useStartSync() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const errorText = useErrorText()
  return useMutation({
    mutationFn: ({ ids, full }: { ids: number[]; full: boolean }) => startSync(ids, full),
    onSuccess: (started) => {
      for (const skipped of started.skipped) {
        notifyError(`${skipped.connection}: ${errorSentence(t, skipped.error_key, skipped.error_params)}`)
      }
      void client.invalidateQueries({ queryKey: syncQueries.live().queryKey })
      void client.invalidateQueries({ queryKey: ['runs'] })
    },
    onError: (error) => notifyError(errorText(error)),
  })
}
