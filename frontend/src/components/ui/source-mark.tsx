import { Tooltip } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SubscriptionRow } from '../../api/subscriptions'
import classes from './source-mark.module.css'

interface Props {
  source: SubscriptionRow['source']
  children: ReactNode
}

/** A value and where it came from: what was typed in carries an icon and the word, all say it on hover. */
export function Sourced({ source, children }: Props) {
  const { t } = useTranslation()
  if (source === '') return <span className={classes.none}>{t('value.unknown')}</span>
  return (
    <Tooltip label={t('source.label', { source: t(`source.${source}`) })}>
      <span className={classes.value}>
        {children}
        {source === 'typed' && (
          <span className={classes.typed}>
            <IconPencil size={12} aria-hidden />
            {t('source.typed_short')}
          </span>
        )}
      </span>
    </Tooltip>
  )
}
