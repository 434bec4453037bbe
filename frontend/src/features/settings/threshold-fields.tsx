import { Button, Group, NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Settings } from '../../api/settings'
import { useLocale } from '../../lib/locale'

type Thresholds = Settings['thresholds']

interface Props {
  thresholds: Thresholds
  onChange: (thresholds: Thresholds) => void
}

const factor = /^0?[.,]\d{1,4}$|^[01]([.,]\d{1,4})?$/

/** The limits the dashboard judges by; they take effect together. */
export function ThresholdFields({ thresholds, onChange }: Props) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const [form, setForm] = useState({ ...thresholds, low_factor: f.decimal(thresholds.low_factor) })
  const lowFactor = form.low_factor.replace(',', '.').replace(/^\./, '0.')
  const valid = factor.test(form.low_factor) && Number(lowFactor) > 0 && Number(lowFactor) <= 1
  const next: Thresholds = { ...form, low_factor: lowFactor }
  const changed = JSON.stringify(next) !== JSON.stringify(thresholds)
  const set =
    (name: 'expiring_days' | 'low_min_customers' | 'low_min_age_days' | 'quiet_days') => (value: string | number) =>
      setForm((old) => ({ ...old, [name]: Number(value) || 0 }))
  return (
    <form
      style={{ display: 'contents' }}
      onSubmit={(event) => {
        event.preventDefault()
        onChange(next)
      }}
    >
      <NumberInput
        label={t('settings.expiring_days')}
        description={t('settings.expiring_days_help')}
        min={1}
        max={730}
        allowDecimal={false}
        value={form.expiring_days}
        onChange={set('expiring_days')}
      />
      <TextInput
        label={t('settings.low_factor')}
        description={t('settings.low_factor_help')}
        inputMode="decimal"
        value={form.low_factor}
        error={!valid && t('settings.low_factor_invalid')}
        onChange={(event) => {
          const text = event.currentTarget.value
          setForm((old) => ({ ...old, low_factor: text }))
        }}
      />
      <NumberInput
        label={t('settings.low_min_customers')}
        description={t('settings.low_min_customers_help')}
        min={2}
        max={1000}
        allowDecimal={false}
        value={form.low_min_customers}
        onChange={set('low_min_customers')}
      />
      <NumberInput
        label={t('settings.low_min_age_days')}
        description={t('settings.low_min_age_days_help')}
        min={0}
        max={3650}
        allowDecimal={false}
        value={form.low_min_age_days}
        onChange={set('low_min_age_days')}
      />
      <NumberInput
        label={t('settings.quiet_days')}
        description={t('settings.quiet_days_help')}
        min={1}
        max={90}
        allowDecimal={false}
        value={form.quiet_days}
        onChange={set('quiet_days')}
      />
      <Group>
        <Button type="submit" variant="filled" disabled={!changed || !valid}>
          {t('settings.apply')}
        </Button>
      </Group>
    </form>
  )
}
