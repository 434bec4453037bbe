import type { TFunction } from 'i18next'
import type { Column } from './columns'

/** A column of a text, under the catalogue's heading; what does not fit shows on hover. */
export function wordsColumn<Row>(
  t: TFunction,
  id: string,
  size: number,
  text: (row: Row) => string,
  more?: Partial<Column<Row>>,
): Column<Row> {
  return {
    id,
    header: t(`column.${id}`),
    size,
    cell: (row) => <span title={text(row)}>{text(row)}</span>,
    text,
    ...more,
  }
}
