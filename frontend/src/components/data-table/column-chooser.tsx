import { Button, Checkbox, Popover } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useUndo } from '../ui/undo'
import type { Columns } from './use-columns'
import { widthStep } from './width-step'
import classes from './data-table.module.css'

/** Shows and hides columns. */
export function ColumnChooser<Row>({ columns }: { columns: Columns<Row> }) {
  const { t } = useTranslation()
  const offerUndo = useUndo()
  return (
    <Popover position="bottom-end" width={310} trapFocus>
      <Popover.Target>
        <Button leftSection={<IconColumns3 size={15} aria-hidden />}>{t('table.columns')}</Button>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <div className={classes.chooser}>
          {columns.all.map((column) => (
            <Checkbox
              key={column.id}
              label={column.header}
              checked={columns.state.visibility[column.id] !== false}
              disabled={column.fixed}
              onChange={() => columns.toggle(column.id)}
              aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight"
              onKeyDown={(event) => {
                const by = widthStep(event)
                if (by !== 0) columns.resize(column.id, (columns.state.sizing[column.id] ?? column.size) + by)
              }}
            />
          ))}
        </div>
        <div className={classes.chooserFoot}>
          <Button
            size="compact-sm"
            onClick={() => {
              offerUndo({ message: t('table.columns_saved'), undo: columns.save() })
            }}
          >
            {t('table.columns_save')}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => offerUndo({ message: t('table.columns_were_reset'), undo: columns.reset() })}
          >
            {t('table.columns_reset')}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
