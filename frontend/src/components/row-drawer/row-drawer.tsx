import { CloseButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { SideDrawer } from '../ui/side-drawer'
import classes from './row-drawer.module.css'

interface Props {
  opened: boolean
  onClose: () => void
  title: ReactNode
  /** What can be done with the row. */
  actions?: ReactNode
  children: ReactNode
}

/** What stands beside a table about one of its rows. */
export function RowDrawer({ opened, onClose, title, actions, children }: Props) {
  const { t } = useTranslation()
  return (
    <SideDrawer opened={opened} onClose={onClose} label={t('row_drawer.label')} size={560}>
      {opened && (
        <div className={classes.drawer}>
          <div className={classes.title}>
            <h2>{title}</h2>
            <CloseButton aria-label={t('action.close')} onClick={onClose} />
          </div>
          {actions && <div className={classes.actions}>{actions}</div>}
          {children}
        </div>
      )}
    </SideDrawer>
  )
}
