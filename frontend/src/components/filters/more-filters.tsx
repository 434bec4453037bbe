import { Button, Menu } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

interface Props {
  fields: { id: string; label: string }[]
  onAdd: (id: string) => void
}

/** Offers the filters that are not in sight. */
export function MoreFilters({ fields, onAdd }: Props) {
  const { t } = useTranslation()
  if (fields.length === 0) return null
  return (
    <Menu position="bottom-start" width={220} returnFocus={false}>
      <Menu.Target>
        <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />}>
          {t('filter.more')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {fields.map((field) => (
          <Menu.Item key={field.id} onClick={() => onAdd(field.id)}>
            {field.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
