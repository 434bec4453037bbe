import { Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { shareOf } from '../../lib/format'
import { useLocale } from '../../lib/locale'
import classes from './seat-bar.module.css'

interface Props {
  bought: number
  assigned: number
  used?: number | null
  /** In one line, for tables: the bar with the two numbers that matter most, the others on hover. */
  compact?: boolean
}

/** Assigned of bought as a bar with its numbers; what is over the limit stands out by colour, hatching and number. */
export function SeatBar({ bought, assigned, used, compact }: Props) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const over = Math.max(0, assigned - bought)
  const whole = Math.max(bought, assigned, 1)
  const within = Math.min(assigned, bought)
  const text = [
    t('seats.assigned_of', { assigned: f.int(assigned), bought: f.int(bought) }),
    used !== undefined && used !== null ? t('seats.used', { count: used, number: f.int(used) }) : '',
    over > 0
      ? t('seats.over', { count: over, number: f.int(over) })
      : t('seats.free', { count: bought - assigned, number: f.int(bought - assigned) }),
  ].filter(Boolean)
  const track = (
    <span className={classes.track} role="img" aria-label={text.join(', ')}>
      <span className={classes.assigned} style={{ width: `${100 * shareOf(within, whole)}%` }} />
      {over > 0 && <span className={classes.over} style={{ width: `${100 * shareOf(over, whole)}%` }} />}
      {used !== undefined && used !== null && (
        <span className={classes.used} style={{ left: `${100 * shareOf(Math.min(used, whole), whole)}%` }} />
      )}
    </span>
  )
  if (compact) {
    return (
      <Tooltip label={text.join(' · ')}>
        <span className={classes.line}>
          {track}
          <span className={classes.numbers} data-over={over > 0 || undefined} aria-hidden="true">
            {f.int(assigned)} / {f.int(bought)}
          </span>
        </span>
      </Tooltip>
    )
  }
  return (
    <span className={classes.bar}>
      {track}
      <span className={classes.text} aria-hidden="true">
        {text.join(' · ')}
      </span>
    </span>
  )
}
