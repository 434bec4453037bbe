import { useMutation, useQueryClient } from '@tanstack/react-query'
import { saveSettings, settingsQueries } from '../api/settings'
import { useErrorText } from '../lib/use-error-text'
import { notifyError } from './ui/notify'

/** Saves the settings. Everything is written by them, so everything is read anew. */
export function useSaveSettings() {
  const client = useQueryClient()
  const errorText = useErrorText()
  return useMutation({
    mutationFn: saveSettings,
    onSuccess: async (saved) => {
      client.setQueryData(settingsQueries.settings().queryKey, saved)
      await client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'settings' })
    },
    onError: (error) => notifyError(errorText(error)),
  })
}
