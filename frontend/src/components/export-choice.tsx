import { Menu } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import type { ExportFilter } from '../api/desktop'
import { useLocale } from '../lib/locale'
import { useShownTable } from './data-table/shown-table'

interface Narrowing {
  /** What the list is, and its order. */
  list?: ExportFilter
  /** What it is narrowed down by. */
  filter?: ExportFilter
}

/** Which columns and rows of the page's table a file gets. The choice is kept for the next file, of whichever table. */
export function useExportChoice({ list, filter }: Narrowing) {
  const table = useShownTable()
  const [visibleOnly, setVisibleOnly] = useLocalStorage({ key: 'tenantry.export-visible-columns', defaultValue: false })
  const [allRows, setAllRows] = useLocalStorage({ key: 'tenantry.export-all-rows', defaultValue: false })
  const narrowed = Object.values(filter ?? {}).some((value) => value !== undefined && value !== false && value !== '')
  const whole = allRows && narrowed && table !== undefined
  return {
    table,
    narrowed,
    visibleOnly,
    setVisibleOnly,
    allRows,
    setAllRows,
    columns: visibleOnly ? table?.columns : undefined,
    filter: list || filter ? { ...list, ...(whole ? {} : filter) } : undefined,
  }
}

/** Offers the choice; where the page has no table there is none. */
export function ExportChoice({ choice }: { choice: ReturnType<typeof useExportChoice> }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const { table, narrowed, visibleOnly, setVisibleOnly, allRows, setAllRows } = choice
  if (!table) return null
  return (
    <>
      <div role="group" aria-label={t('table.columns')}>
        <Menu.RadioGroup
          value={visibleOnly ? 'visible' : 'all'}
          onChange={(value) => setVisibleOnly(value === 'visible')}
        >
          <Menu.RadioItem value="visible">{t('export.visible_columns')}</Menu.RadioItem>
          <Menu.RadioItem value="all">{t('export.all_columns')}</Menu.RadioItem>
        </Menu.RadioGroup>
      </div>
      <Menu.Divider />
      {narrowed && (
        <>
          <div role="group" aria-label={t('export.rows')}>
            <Menu.RadioGroup value={allRows ? 'all' : 'filtered'} onChange={(value) => setAllRows(value === 'all')}>
              <Menu.RadioItem value="filtered">
                {table.rows === undefined
                  ? t('export.filtered_rows')
                  : t('export.filtered_rows_of', { number: f.int(table.rows) })}
              </Menu.RadioItem>
              <Menu.RadioItem value="all">{t('export.all_rows')}</Menu.RadioItem>
            </Menu.RadioGroup>
          </div>
          <Menu.Divider />
        </>
      )}
    </>
  )
}
