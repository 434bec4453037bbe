import { Input, SegmentedControl, Select } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Session } from '../../api/session'
import type { Settings } from '../../api/settings'

interface Props {
  settings: Settings
  session: Session
  onChange: (change: Partial<Settings>) => void
}

const system = 'system'

export function AppearanceFields({ settings, session, onChange }: Props) {
  const { t } = useTranslation()
  const zones = useMemo(() => {
    const known = Intl.supportedValuesOf('timeZone')
    return [...new Set([...known, 'UTC', settings.time_zone, session.time_zone])].filter(Boolean).sort()
  }, [settings.time_zone, session.time_zone])
  return (
    <>
      <Select
        label={t('settings.language')}
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
      <Input.Wrapper label={t('settings.theme')} labelElement="div">
        <div>
          <SegmentedControl
            aria-label={t('settings.theme')}
            value={settings.theme || system}
            data={['system', 'light', 'dark'].map((value) => ({ value, label: t(`settings.theme_${value}`) }))}
            onChange={(theme) => onChange({ theme })}
          />
        </div>
      </Input.Wrapper>
      <Input.Wrapper label={t('settings.density')} labelElement="div">
        <div>
          <SegmentedControl
            aria-label={t('settings.density')}
            value={settings.density || 'compact'}
            data={['compact', 'comfortable'].map((value) => ({ value, label: t(`settings.density_${value}`) }))}
            onChange={(density) => onChange({ density })}
          />
        </div>
      </Input.Wrapper>
      <Select
        label={t('settings.time_zone')}
        description={t('settings.time_zone_help')}
        searchable
        value={settings.time_zone || system}
        data={[
          { value: system, label: t('settings.time_zone_system', { zone: session.time_zone }) },
          ...zones.map((zone) => ({ value: zone, label: zone })),
        ]}
        onChange={(value) => onChange({ time_zone: value === system ? '' : (value ?? '') })}
      />
    </>
  )
}
