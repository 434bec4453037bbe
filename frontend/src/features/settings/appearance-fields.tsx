import { Input, SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Settings } from '../../api/settings'

interface Props {
  settings: Settings
  onChange: (change: Partial<Settings>) => void
}

export function AppearanceFields({ settings, onChange }: Props) {
  const { t } = useTranslation()
  return (
    <>
      <Input.Wrapper label={t('settings.theme')} labelElement="div">
        <div>
          <SegmentedControl
            aria-label={t('settings.theme')}
            value={settings.theme || 'system'}
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
    </>
  )
}
