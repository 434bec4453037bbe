import type { TFunction } from 'i18next'

/** Names what a schedule writes: "Customers (XLSX)". */
export function exportName({ kind, format }: { kind: string; format: string }, t: TFunction): string {
  return `${t(`workbook.${kind}.title`, { defaultValue: kind })} (${format.toUpperCase()})`
}
