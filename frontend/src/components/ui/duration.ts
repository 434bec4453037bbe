import type { TFunction } from 'i18next'

/** Says how long something took: "4 s", "12 min 3 s", "2 h 5 min". */
export function durationText(t: TFunction, from: string, to: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000))
  const minutes = Math.floor(seconds / 60)
  if (seconds < 1) return t('duration.instant')
  if (minutes < 1) return t('duration.seconds', { seconds })
  if (minutes < 60) return t('duration.minutes', { minutes, seconds: seconds % 60 })
  return t('duration.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
}
