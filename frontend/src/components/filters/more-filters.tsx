import { Button, Menu } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

interface Field {
  id: string
  label: string
}

interface Props {
  fields: Field[]
  /** Columns, which are compared with something. */
  columns: Field[]
  onAdd: (id: string) => void
  onAddColumn: (id: string) => void
}

/** Offers the filters that are not in sight. */
export function MoreFilters({ fields, columns, onAdd, onAddColumn }: Props) {
  const { t } = useTranslation()
  if (fields.length + columns.length === 0) return null
  return (
    <Menu position="bottom-start" width={220} returnFocus={false} menuItemTabIndex={0}>
      <Menu.Target>
        <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />}>
          {t('filter.more')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        {fields.map((field) => (
          <Menu.Item key={field.id} onClick={() => onAdd(field.id)}>
            {field.label}
          </Menu.Item>
        ))}
        {fields.length > 0 && columns.length > 0 && <Menu.Divider />}
        {columns.length > 0 && <Menu.Label>{t('filter.columns')}</Menu.Label>}
        {columns.map((column) => (
          <Menu.Item key={column.id} onClick={() => onAddColumn(column.id)}>
            {column.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
