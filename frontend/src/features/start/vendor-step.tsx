import { Button, Group } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Vendor } from '../../api/connections'
import type { Setup } from '../../api/setup'
import classes from './start.module.css'
import type { Move } from './wizard'

export function VendorStep({ vendors, setup, onMove }: { vendors: Vendor[]; setup: Setup; onMove: Move }) {
  const { t } = useTranslation()
  const choose = (vendor: Vendor['vendor']) => {
    if (vendor === setup.vendor) return onMove({ step: 'credentials' })
    onMove({ step: 'credentials', vendor, name: t(`vendor.${vendor}`), fields: {} })
  }
  return (
    <>
      <p className={classes.lead}>{t('start.vendor_lead')}</p>
      <div className={classes.vendors}>
        {vendors.map(({ vendor }) => (
          <button
            key={vendor}
            type="button"
            className={classes.vendor}
            aria-label={t(`vendor.${vendor}`)}
            aria-describedby={`start-${vendor}`}
            onClick={() => choose(vendor)}
          >
            <span>
              <strong>{t(`vendor.${vendor}`)}</strong>
              <span id={`start-${vendor}`}>{t(`connections.help.${vendor}`)}</span>
            </span>
            <IconChevronRight size={16} aria-hidden />
          </button>
        ))}
      </div>
      <Group gap="xs">
        <Button size="sm" onClick={() => onMove({ step: 'welcome' })}>
          {t('start.back')}
        </Button>
      </Group>
    </>
  )
}
