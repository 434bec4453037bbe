import { Input, SegmentedControl, Select } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Session } from '../api/session'
import type { Settings } from '../api/settings'
import { formatFor } from '../lib/format'
import { useLocale } from '../lib/locale'

interface Props {
  settings: Settings
  session: Session
  onChange: (change: Partial<Settings>) => void
}

const system = 'system'
const dateFormats = ['iso', 'dots', 'slashes', 'month'] as const
const timeFormats = ['', '12'] as const

/** Language, time zone, and how days and hours are written. */
export function LanguageFields({ settings, session, onChange }: Props) {
  const { t } = useTranslation()
  const zones = useMemo(() => {
    const known = Intl.supportedValuesOf('timeZone')
    return [...new Set([...known, 'UTC', settings.time_zone, session.time_zone])].filter(Boolean).sort()
  }, [settings.time_zone, session.time_zone])
  return (
    <>
      <Select
        label={t('settings.language')}
        allowDeselect={false}
        value={settings.language || system}
        data={[
          { value: system, label: t('settings.language_system') },
          ...session.languages.map((tag) => ({
            value: tag,
            label: t(`settings.own_name.${tag}`, { defaultValue: tag }),
          })),
        ]}
        onChange={(value) => onChange({ language: value === system ? '' : (value ?? '') })}
      />
      <Select
        label={t('settings.time_zone')}
        description={t('settings.time_zone_help')}
        searchable
        allowDeselect={false}
        value={settings.time_zone || system}
        data={[
          { value: system, label: t('settings.time_zone_system', { zone: session.time_zone }) },
          ...zones.map((zone) => ({ value: zone, label: zone })),
        ]}
        onChange={(value) => onChange({ time_zone: value === system ? '' : (value ?? '') })}
      />
      <DateFields settings={settings} onChange={onChange} />
    </>
  )
}

/** Each way to write a day is shown by today's. */
function DateFields({ settings, onChange }: Omit<Props, 'session'>) {
  const { t } = useTranslation()
  const { f, zone, today } = useLocale()
  const written = (date: string) => formatFor(f.locale, zone, { date }).date(today)
  return (
    <>
      <Select
        label={t('settings.date_format')}
        description={t('settings.date_format_help')}
        allowDeselect={false}
        value={settings.date_format || system}
        data={[
          { value: system, label: t('settings.date_format_language', { date: written('') }) },
          ...dateFormats.map((value) => ({
            value,
            label: t(`settings.date_format_${value}`, { date: written(value) }),
          })),
        ]}
        onChange={(value) => onChange({ date_format: dateFormats.find((each) => each === value) ?? '' })}
      />
      <Input.Wrapper label={t('settings.time_format')} labelElement="div">
        <div>
          <SegmentedControl
            aria-label={t('settings.time_format')}
            value={settings.time_format}
            data={timeFormats.map((value) => ({ value, label: t(`settings.time_format_${value || '24'}`) }))}
            onChange={(value) => onChange({ time_format: value })}
          />
        </div>
      </Input.Wrapper>
    </>
  )
}
