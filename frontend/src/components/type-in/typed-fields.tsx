import { Checkbox, Group, Select, TextInput } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../lib/locale'
import { billingCycles } from '../ui/given-text'
import { currencies } from './currencies'
import classes from './type-in.module.css'
import { statuses, terms, type TypedForm } from './typed-form'

interface Props {
  form: TypedForm
  badPrice: boolean
  onChange: (change: Partial<TypedForm>) => void
}

export function TypedFields({ form, badPrice, onChange }: Props) {
  const { t } = useTranslation()
  return (
    <>
      <Part label={t('column.term_end_on')} used={form.useTermEnd} onUse={(useTermEnd) => onChange({ useTermEnd })}>
        <Day
          label={t('column.term_end_on')}
          value={form.termEndOn}
          onChange={(termEndOn) => onChange({ termEndOn, useTermEnd: true })}
        />
      </Part>
      <Part
        label={t('column.at_term_end')}
        used={form.useAtTermEnd}
        onUse={(useAtTermEnd) => onChange({ useAtTermEnd })}
      >
        <Select
          aria-label={t('column.at_term_end')}
          value={form.atTermEnd || 'unknown'}
          data={(['renews', 'ends', 'unknown'] as const).map((value) => ({ value, label: t(`at_term_end.${value}`) }))}
          onChange={(value) =>
            onChange({ atTermEnd: value === 'renews' || value === 'ends' ? value : '', useAtTermEnd: true })
          }
        />
      </Part>
      <Part label={t('column.term')} used={form.useTerm} onUse={(useTerm) => onChange({ useTerm })}>
        <Select
          aria-label={t('column.term')}
          value={form.term || 'unknown'}
          data={[...terms, 'unknown'].map((value) => ({ value, label: t(`term.${value}`) }))}
          onChange={(value) => onChange({ term: value === 'unknown' ? '' : (value ?? ''), useTerm: true })}
        />
      </Part>
      <Part label={t('column.status')} used={form.useStatus} onUse={(useStatus) => onChange({ useStatus })}>
        <Select
          aria-label={t('column.status')}
          value={form.status}
          data={statuses.map((value) => ({ value, label: t(`status.subscription.${value}`) }))}
          onChange={(value) =>
            onChange({ status: statuses.find((each) => each === value) ?? 'unknown', useStatus: true })
          }
        />
      </Part>
      <Part label={t('column.trial')} used={form.useTrial} onUse={(useTrial) => onChange({ useTrial })}>
        <Select
          aria-label={t('column.trial')}
          value={form.trial || 'unknown'}
          data={(['yes', 'no', 'unknown'] as const).map((value) => ({ value, label: t(`value.${value}`) }))}
          onChange={(value) => onChange({ trial: value === 'yes' || value === 'no' ? value : '', useTrial: true })}
        />
      </Part>
      <Part label={t('column.created_on')} used={form.useCreated} onUse={(useCreated) => onChange({ useCreated })}>
        <Day
          label={t('column.created_on')}
          value={form.createdOn}
          onChange={(createdOn) => onChange({ createdOn, useCreated: true })}
        />
      </Part>
      <Part label={t('column.billing_cycle')} used={form.useBilling} onUse={(useBilling) => onChange({ useBilling })}>
        <Select
          aria-label={t('column.billing_cycle')}
          value={form.billingCycle || 'unknown'}
          data={[...billingCycles, 'unknown'].map((value) => ({ value, label: t(`billing_cycle.${value}`) }))}
          onChange={(value) => onChange({ billingCycle: value === 'unknown' ? '' : (value ?? ''), useBilling: true })}
        />
      </Part>
      <Part
        label={t('type_in.cancel_until')}
        used={form.useCancelUntil}
        onUse={(useCancelUntil) => onChange({ useCancelUntil })}
      >
        <TextInput
          type="datetime-local"
          aria-label={t('type_in.cancel_until')}
          value={form.cancelUntil}
          onChange={(event) => onChange({ cancelUntil: event.currentTarget.value, useCancelUntil: true })}
        />
      </Part>
      <Part label={t('column.unit_price')} used={form.usePrice} onUse={(usePrice) => onChange({ usePrice })}>
        <Group gap={6} wrap="nowrap" align="flex-start">
          <TextInput
            flex={1}
            aria-label={t('column.unit_price')}
            placeholder={t('type_in.no_price')}
            inputMode="decimal"
            value={form.unitPrice}
            error={badPrice && t('error.price_invalid')}
            onChange={(event) => onChange({ unitPrice: event.currentTarget.value, usePrice: true })}
          />
          <Select
            w={84}
            searchable
            aria-label={t('column.currency')}
            value={form.currency}
            data={currencies.includes(form.currency) ? currencies : [form.currency, ...currencies]}
            onChange={(currency) => onChange({ currency: currency ?? 'EUR', usePrice: true })}
          />
          <Select
            w={116}
            aria-label={t('column.price_period')}
            value={form.pricePeriod}
            data={['month', 'year'].map((value) => ({ value, label: t(`price_period.${value}`) }))}
            onChange={(pricePeriod) => onChange({ pricePeriod: pricePeriod ?? 'month', usePrice: true })}
          />
        </Group>
      </Part>
    </>
  )
}

/** A calendar day, "" where nothing is known. */
function Day({ label, value, onChange }: { label: string; value: string; onChange: (day: string) => void }) {
  const { t } = useTranslation()
  const { f } = useLocale()
  return (
    <DateInput
      aria-label={label}
      value={value || null}
      valueFormat={f.date('YYYY-MM-DD')}
      placeholder={t('type_in.no_date')}
      clearable
      clearButtonProps={{ 'aria-label': t('type_in.clear_date') }}
      onChange={(day) => onChange(day ?? '')}
      popoverProps={{ withinPortal: true }}
    />
  )
}

interface PartProps {
  label: string
  used: boolean
  onUse: (used: boolean) => void
  children: ReactNode
}

function Part({ label, used, onUse, children }: PartProps) {
  return (
    <div className={classes.part} data-used={used || undefined}>
      <Checkbox label={label} checked={used} onChange={(event) => onUse(event.currentTarget.checked)} />
      <div>{children}</div>
    </div>
  )
}
