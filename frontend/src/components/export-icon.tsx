import { ActionIcon, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ExportRequest } from '../api/desktop'
import { FileItems } from './file-items'
import { useExport } from './use-export'

interface Props {
  /** What the file is of, for those who do not see where the button stands. */
  of: string
  request: Omit<ExportRequest, 'format'>
}

/** Saves one chart or table of a page that has several. */
export function ExportIcon({ of, request }: Props) {
  const { t } = useTranslation()
  const exporting = useExport()
  const save = (format: 'xlsx' | 'csv') => exporting.mutate({ ...request, format })
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          loading={exporting.isPending}
          aria-label={t('export.of', { name: of })}
          title={t('export.button')}
        >
          <IconDownload size={15} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <FileItems xlsx={t('export.xlsx')} csv={t('export.csv')} onSave={save} />
      </Menu.Dropdown>
    </Menu>
  )
}
