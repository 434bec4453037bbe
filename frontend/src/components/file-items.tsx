import { Menu } from '@mantine/core'
import { IconFileSpreadsheet, IconFileTypeCsv } from '@tabler/icons-react'

interface Props {
  xlsx: string
  csv: string
  onSave: (format: 'xlsx' | 'csv') => void
}

/** The lines of a menu that save the same as a workbook or as CSV. */
export function FileItems({ xlsx, csv, onSave }: Props) {
  return (
    <>
      <Menu.Item leftSection={<IconFileSpreadsheet size={15} aria-hidden />} onClick={() => onSave('xlsx')}>
        {xlsx}
      </Menu.Item>
      <Menu.Item leftSection={<IconFileTypeCsv size={15} aria-hidden />} onClick={() => onSave('csv')}>
        {csv}
      </Menu.Item>
    </>
  )
}
