import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { saveView } from '../../api/views'
import type { Search } from '../../lib/url-state'
import { NameDialog } from '../ui/name-dialog'
import { useUndo } from '../ui/undo'

interface Props {
  page: string
  query: Search
  onClose: () => void
}

export function SaveViewDialog({ page, query, onClose }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const offerUndo = useUndo()
  return (
    <NameDialog
      title={t('views.save_title')}
      label={t('views.name')}
      help={t('views.save_help')}
      maxLength={60}
      save={(name) => saveView(page, name, query)}
      onSaved={(name, { undo }) => {
        void client.invalidateQueries({ queryKey: ['views', page] })
        offerUndo({ message: t('views.saved', { name }), undo })
      }}
      onClose={onClose}
    />
  )
}
