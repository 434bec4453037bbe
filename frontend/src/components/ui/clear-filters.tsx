import { ActionIcon, Tooltip } from '@mantine/core'
import { IconFilterOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

export function ClearFilters({ onClick }: { onClick: () => void }) {
  const { t } = useTranslation()
  return (
    <Tooltip label={t('filter.reset')}>
      <ActionIcon size={30} aria-label={t('filter.reset')} onClick={onClick}>
        <IconFilterOff size={17} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}
