import { IconMapQuestion } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../../components/ui/link-button'
import { EmptyState } from '../../components/ui/empty-state'

export function NotFound() {
  const { t } = useTranslation()
  return (
    <EmptyState icon={IconMapQuestion} title={t('state.not_found_title')} text={t('state.not_found_text')}>
      <LinkButton to="/" search={{}} variant="filled">
        {t('nav.home')}
      </LinkButton>
    </EmptyState>
  )
}
