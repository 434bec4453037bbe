import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type CustomerRule, setTagRule } from '../../api/tags'
import { NameDialog } from '../ui/name-dialog'
import { useUndo } from '../ui/undo'

interface Props {
  rule: CustomerRule
  onClose: () => void
}

/** Makes a tag of the filter in force: whoever it selects, now or later, has the tag. */
export function TagRuleDialog({ rule, onClose }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const offerUndo = useUndo()
  return (
    <NameDialog
      title={t('tag.rule_title')}
      label={t('tag.name')}
      help={t('tag.rule_lead')}
      maxLength={40}
      save={(name) => setTagRule(name, rule)}
      onSaved={(tag, { undo }) => {
        void client.invalidateQueries()
        offerUndo({ message: t('tag.rule_saved', { tag }), undo })
      }}
      onClose={onClose}
    />
  )
}
