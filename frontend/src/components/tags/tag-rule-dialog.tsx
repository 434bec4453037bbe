import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type CustomerRule, setTagRule } from '../../api/tags'
import { NameDialog } from '../ui/name-dialog'
import { notifyDone } from '../ui/notify'

interface Props {
  rule: CustomerRule
  onClose: () => void
}

/** Makes a tag of the filter in force: whoever it selects, now or later, has the tag. */
export function TagRuleDialog({ rule, onClose }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  return (
    <NameDialog
      title={t('tag.rule_title')}
      label={t('tag.name')}
      help={t('tag.rule_lead')}
      maxLength={40}
      save={(name) => setTagRule(name, rule)}
      onSaved={(tag) => {
        void client.invalidateQueries()
        notifyDone(t('tag.rule_saved', { tag }))
      }}
      onClose={onClose}
    />
  )
}
