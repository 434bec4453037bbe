import { CloseButton, Drawer } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ConnectionRow } from '../../api/connections'
import { KindTable } from '../../components/kinds/kind-table'
import classes from './connections.module.css'

/** What a connection read that is about no customer, with the files to save. */
export function ReadDrawer({ connection, onClose }: { connection?: ConnectionRow; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Drawer
      opened={connection !== undefined}
      onClose={onClose}
      position="right"
      size={860}
      padding={0}
      withCloseButton={false}
      overlayProps={{ backgroundOpacity: 0.15 }}
      attributes={{ content: { 'aria-label': t('connections.read') } }}
    >
      {connection && (
        <>
          <div className={classes.drawerHead}>
            <h2>{t('connections.read_of', { connection: connection.name })}</h2>
            <CloseButton aria-label={t('action.close')} onClick={onClose} />
          </div>
          <div className={classes.drawerBody}>
            <p className={classes.quiet}>{t('connections.read_note')}</p>
            <KindTable kind="documents" whose={{ connection_id: connection.id }} />
            <KindTable kind="invoices" whose={{ connection_id: connection.id }} rare />
            <KindTable kind="sub-partners" whose={{ connection_id: connection.id }} rare />
          </div>
        </>
      )}
    </Drawer>
  )
}
