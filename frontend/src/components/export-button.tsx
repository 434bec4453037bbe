import { Button, Menu } from '@mantine/core'
import { IconCalendarDown, IconCheck, IconDownload, IconPrinter } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ExportFilter, ExportKind } from '../api/desktop'
import { printPage } from '../lib/print'
import { ExportChoice, useExportChoice } from './export-choice'
import { FileItems } from './file-items'
import { useExport } from './use-export'

interface Props {
  kind: ExportKind
  family?: string
  /** What a list is whoever narrows it down, and its order. */
  list?: ExportFilter
  /** Narrows it down to what it shows. */
  filter?: ExportFilter
  /** Offers a calendar file too. */
  agenda?: boolean
  /** Offers the billing of the same customers too, which no list narrows down. */
  billing?: boolean
}

/** Saves what a page is about, within the scope, as a workbook or a CSV file. */
export function ExportButton({ kind, family, list, filter, agenda = false, billing = false }: Props) {
  const { t } = useTranslation()
  const exporting = useExport()
  const choice = useExportChoice({ list, filter })
  const save = (format: 'xlsx' | 'csv') =>
    exporting.mutate({ kind, format, family, filter: choice.filter, columns: choice.columns })
  const saveAgenda = () => exporting.mutate({ kind, format: 'ics', family, filter: choice.filter })
  const bill = (format: 'xlsx' | 'csv') => exporting.mutate({ kind: 'billing', format, family })
  return (
    <Menu position="bottom-end" width={230} checkIcon={<IconCheck size={15} aria-hidden />}>
      <Menu.Target>
        <Button leftSection={<IconDownload size={15} aria-hidden />} loading={exporting.isPending}>
          {t('export.button')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <ExportChoice choice={choice} />
        <FileItems xlsx={t('export.xlsx')} csv={t('export.csv')} onSave={save} />
        {agenda && (
          <Menu.Item
            leftSection={<IconCalendarDown size={15} aria-hidden />}
            title={t('calendar.export_help')}
            onClick={saveAgenda}
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
            <FileItems xlsx={t('export.billing_workbook')} csv={t('export.billing_csv')} onSave={bill} />
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
