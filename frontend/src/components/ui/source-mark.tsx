import { IconAlertTriangle, IconPencil } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { SubscriptionRow } from '../../api/subscriptions'
import { useLocale } from '../../lib/locale'
import classes from './source-mark.module.css'

interface Props {
  source: SubscriptionRow['source']
  /** What the source says by now, where something else was typed in. */
  given?: string
  /** When it was typed in, where that is known. */
  typedAt?: string
  children: ReactNode
}

/** A value and where it came from: what was typed in carries an icon and the word, all say it on hover. */
export function Sourced({ source, given, typedAt, children }: Props) {
  const { t, f } = useLocale()
  if (source === '') return <span className={classes.none}>{t('value.unknown')}</span>
  const says = given ? t('source.given', { value: given }) : ''
  const typed = source === 'typed' && typedAt ? t('source.typed_on', { at: f.dateTime(typedAt) }) : ''
  return (
    <span
      className={classes.value}
      title={[t('source.label', { source: t(`source.${source}`) }), typed, says].filter(Boolean).join('. ')}
    >
      {children}
      {source === 'typed' && !given && (
        <span className={classes.typed}>
          <IconPencil size={12} aria-hidden />
          {t('source.typed_short')}
        </span>
      )}
      {given && (
        <span className={classes.given}>
          <IconAlertTriangle size={12} aria-hidden />
          {says}
        </span>
      )}
    </span>
  )
}
