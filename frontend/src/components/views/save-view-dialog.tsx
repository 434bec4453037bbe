import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { saveView } from '../../api/views'
import type { Search } from '../../lib/url-state'
import { NameDialog } from '../ui/name-dialog'
import { notifyDone } from '../ui/notify'

interface Props {
  page: string
  query: Search
  onClose: () => void
}

export function SaveViewDialog({ page, query, onClose }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  return (
    <NameDialog
      title={t('views.save_title')}
      label={t('views.name')}
      help={t('views.save_help')}
      maxLength={60}
      save={(name) => saveView(page, name, query)}
      onSaved={(name) => {
        void client.invalidateQueries({ queryKey: ['views', page] })
        notifyDone(t('views.saved', { name }))
      }}
      onClose={onClose}
    />
  )
}
