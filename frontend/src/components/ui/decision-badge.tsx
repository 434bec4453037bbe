import {
  IconCalendarRepeat,
  IconCalendarX,
  IconCoins,
  IconDoorExit,
  IconKey,
  IconLock,
  IconQuestionMark,
  IconRefresh,
  IconUserShield,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import type { Decision } from '../../api/calendar'
import { Badge, type Tone } from './badge'

export const decisionLooks: Record<
  Decision['state'],
  { tone: Tone; icon: ComponentType<{ size?: number; stroke?: number }> }
> = {
  cancel_window: { tone: 'info', icon: IconDoorExit },
  ends: { tone: 'bad', icon: IconCalendarX },
  paid_extension: { tone: 'soon', icon: IconCoins },
  renews: { tone: 'soon', icon: IconCalendarRepeat },
  rolls_over: { tone: 'good', icon: IconRefresh },
  locked: { tone: 'calm', icon: IconLock },
  unknown: { tone: 'calm', icon: IconQuestionMark },
  rights_end: { tone: 'soon', icon: IconUserShield },
  access_ends: { tone: 'soon', icon: IconKey },
}

/** What becomes of a subscription, and on hover what that follows from. */
export function DecisionBadge({ state, count }: { state: Decision['state']; count?: string }) {
  const { t } = useTranslation()
  const label = t(`decision.${state}`)
  return (
    <Badge
      {...decisionLooks[state]}
      label={count === undefined ? label : `${label}: ${count}`}
      help={t(`calendar.help.${state}`)}
    />
  )
}
