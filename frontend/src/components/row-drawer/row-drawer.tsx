import { CloseButton, Drawer } from '@mantine/core'
import { useMounted } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
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
  const mounted = useMounted() // Mantine gives the focus back only to where it was when a drawer that was there opened
  return (
    <Drawer
      opened={mounted && opened}
      onClose={onClose}
      position="right"
      size={560}
      padding={0}
      withCloseButton={false}
      overlayProps={{ backgroundOpacity: 0.15 }}
      transitionProps={{ duration: 120 }}
      attributes={{ content: { 'aria-label': t('row_drawer.label') } }}
    >
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
    </Drawer>
  )
}
