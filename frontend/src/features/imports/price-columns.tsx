import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { PriceRow } from '../../api/imports'
import type { Column } from '../../components/data-table/columns'
import { useLocale } from '../../lib/locale'

export function usePriceColumns(): Column<PriceRow>[] {
  const { t } = useTranslation()
  const { f } = useLocale()
  return useMemo(() => {
    const words = (
      id: string,
      header: string,
      size: number,
      text: (row: PriceRow) => string,
      more?: Partial<Column<PriceRow>>,
    ): Column<PriceRow> => ({
      id,
      header,
      size,
      cell: (row) => <span title={text(row)}>{text(row)}</span>,
      text,
      ...more,
    })
    return [
      words('vendor', t('column.vendor'), 110, (row) => t(`vendor_short.${row.vendor}`)),
      words('product', t('column.product'), 220, (row) => row.product, { grow: true, fixed: true }),
      words('sku', t('column.sku'), 150, (row) => row.sku ?? ''),
      words('term', t('column.term'), 110, (row) => (row.term ? t(`term.${row.term}`) : t('imports.any_term'))),
      words('cost', t('import.field.cost'), 110, (row) => (row.cost ? f.money(row.cost, row.currency) : ''), {
        numeric: true,
      }),
      words(
        'unit_price',
        t('import.field.unit_price'),
        110,
        (row) => (row.unit_price ? f.money(row.unit_price, row.currency) : ''),
        { numeric: true },
      ),
      words('currency', t('column.currency'), 90, (row) => row.currency, { hidden: true }),
      words('price_period', t('column.price_period'), 120, (row) =>
        row.price_period ? t(`price_period.${row.price_period}`) : '',
      ),
      words('valid_from', t('import.field.valid_from'), 110, (row) =>
        row.valid_from ? f.date(row.valid_from) : t('imports.always'),
      ),
      words('file', t('column.file'), 200, (row) => row.file),
      words('changed_at', t('column.imported_at'), 140, (row) => f.dateTime(row.changed_at)),
    ]
  }, [t, f])
}
