import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type ConnectionRow, deleteConnection } from '../../api/connections'
import { ConfirmDialog } from '../../components/ui/confirm-dialog'
import { notifyError } from '../../components/ui/notify'
import { useLocale } from '../../lib/locale'
import { useErrorText } from '../../lib/use-error-text'

/** Asks for the connection's name, because what only it knew goes with it. */
export function DeleteConnection({ connection, onClose }: { connection: ConnectionRow; onClose: () => void }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const client = useQueryClient()
  const errorText = useErrorText()
  const remove = useMutation({
    mutationFn: () => deleteConnection(connection.id),
    onSuccess: async () => {
      onClose()
      await client.invalidateQueries()
    },
    onError: (error) => notifyError(errorText(error)),
  })
  return (
    <ConfirmDialog
      title={t('connections.delete_title', { connection: connection.name })}
      confirm={t('action.delete')}
      typed={connection.name}
      pending={remove.isPending}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      {t('connections.delete_text', { count: connection.records, number: f.int(connection.records) })}
    </ConfirmDialog>
  )
}
