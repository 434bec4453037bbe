import { Button } from '@mantine/core'
import { IconFileSpreadsheet } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useExport } from './use-export'

/** Saves everything known of one customer as a workbook. */
export function CustomerFileButton({ customer }: { customer: number }) {
  const { t } = useTranslation()
  const exporting = useExport()
  return (
    <Button
      leftSection={<IconFileSpreadsheet size={15} aria-hidden />}
      loading={exporting.isPending}
      title={t('customer.export_help')}
      onClick={() => exporting.mutate({ kind: 'customer', format: 'xlsx', customer_id: customer, tag: undefined })}
    >
      {t('customer.export')}
    </Button>
  )
}
