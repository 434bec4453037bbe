import { Button, Menu } from '@mantine/core'
import { IconCalendarDown, IconDownload, IconFileSpreadsheet, IconFileTypeCsv, IconPrinter } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ExportFilter, ExportKind } from '../api/desktop'
import { printPage } from '../lib/print'
import { useExport } from './use-export'

interface Props {
  kind: ExportKind
  family?: string
  /** Narrows a list down to what it shows. */
  filter?: ExportFilter
  /** Offers a calendar file too. */
  agenda?: boolean
  /** Offers the billing of the same customers too, which no list narrows down. */
  billing?: boolean
}

/** Saves what a page is about, within the scope, as a workbook or a CSV file. */
export function ExportButton({ kind, family, filter, agenda = false, billing = false }: Props) {
  const { t } = useTranslation()
  const exporting = useExport()
  const save = (format: 'xlsx' | 'csv' | 'ics') => exporting.mutate({ kind, format, family, filter })
  const bill = (format: 'xlsx' | 'csv') => exporting.mutate({ kind: 'billing', format, family })
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <Button leftSection={<IconDownload size={15} aria-hidden />} loading={exporting.isPending}>
          {t('export.button')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconFileSpreadsheet size={15} aria-hidden />} onClick={() => save('xlsx')}>
          {t('export.xlsx')}
        </Menu.Item>
        <Menu.Item leftSection={<IconFileTypeCsv size={15} aria-hidden />} onClick={() => save('csv')}>
          {t('export.csv')}
        </Menu.Item>
        {agenda && (
          <Menu.Item
            leftSection={<IconCalendarDown size={15} aria-hidden />}
            title={t('calendar.export_help')}
            onClick={() => save('ics')}
          >
            {t('calendar.export')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconPrinter size={15} aria-hidden />} onClick={() => void printPage()}>
          {t('export.print')}
        </Menu.Item>
        {billing && (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<IconFileSpreadsheet size={15} aria-hidden />} onClick={() => bill('xlsx')}>
              {t('export.billing_workbook')}
            </Menu.Item>
            <Menu.Item leftSection={<IconFileTypeCsv size={15} aria-hidden />} onClick={() => bill('csv')}>
              {t('export.billing_csv')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
