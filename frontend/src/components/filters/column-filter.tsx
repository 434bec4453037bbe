import { Button, CloseButton, NativeSelect, NumberInput, Popover, Stack, TextInput } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ColumnTest, type Comparison, comparisonsOf, needsValue, type Testable } from '../../lib/column-tests'
import type { Format } from '../../lib/format'
import { useLocale } from '../../lib/locale'
import { bytesText } from '../../lib/row-kinds'
import chip from '../ui/chip.module.css'
import classes from './value-filter.module.css'

interface Props {
  /** The column's heading. */
  label: string
  kind: Testable
  /** Left out: the user has just asked for one. */
  test?: ColumnTest
  column: string
  onChange: (test: ColumnTest | undefined) => void
  onClosed?: () => void
}

const gigabyte = 1e9

function comparisonText(comparison: Comparison, kind: Testable, t: TFunction): string {
  if (kind !== 'day' && (comparison === 'from' || comparison === 'to')) return t(`comparison.number_${comparison}`)
  return t(`comparison.${comparison}`)
}

function valueText(value: string, kind: Testable, f: Format): string {
  const number = Number(value)
  switch (kind) {
    case 'text':
      return value
    case 'day':
      return f.date(value)
    case 'size':
      return Number.isFinite(number) ? bytesText(number, f) : value
    case 'share':
      return Number.isFinite(number) ? f.percent(number) : value
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(value) ? f.decimal(value) : value
  }
}

/** A chip that reads as a sentence, "Product contains Webex", and opens a form to change it. */
export function ColumnFilter({ label, kind, test, column, onChange, onClosed }: Props) {
  const { t } = useTranslation()
  const { f } = useLocale()
  const [open, setOpen] = useState(test === undefined)
  const close = (next: boolean) => {
    setOpen(next)
    if (!next) onClosed?.()
  }
  return (
    <span className={chip.chip} data-set={test !== undefined || undefined}>
      <Popover opened={open} onChange={close} position="bottom-start" width={280} shadow="md" trapFocus returnFocus>
        <Popover.Target>
          <button type="button" className={chip.button} onClick={() => close(!open)}>
            <span className={chip.what}>{label}</span>
            {test && (
              <>
                {' '}
                <span className={chip.what}>{comparisonText(test.comparison, kind, t)}</span>{' '}
                <span className={classes.values}>{valueText(test.value, kind, f)}</span>
              </>
            )}
          </button>
        </Popover.Target>
        <Popover.Dropdown aria-label={label}>
          <TestForm
            label={label}
            kind={kind}
            test={test}
            onDone={(comparison, value) => {
              onChange({ column, comparison, value })
              close(false)
            }}
          />
        </Popover.Dropdown>
      </Popover>
      {test && (
        <CloseButton
          size={24}
          iconSize={14}
          aria-label={t('filter.remove', { filter: label })}
          onClick={() => onChange(undefined)}
        />
      )}
    </span>
  )
}

interface FormProps {
  label: string
  kind: Testable
  test?: ColumnTest
  onDone: (comparison: Comparison, value: string) => void
}

function TestForm({ label, kind, test, onDone }: FormProps) {
  const { t } = useTranslation()
  const comparisons: readonly Comparison[] = comparisonsOf[kind]
  const [comparison, setComparison] = useState<Comparison>(test?.comparison ?? comparisons[0] ?? 'equals')
  const [value, setValue] = useState(test?.value ?? '')
  const complete = !needsValue(comparison) || value.trim() !== ''
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (complete) onDone(comparison, value)
      }}
    >
      <Stack gap={8}>
        <NativeSelect
          size="xs"
          aria-label={t('comparison.label', { column: label })}
          value={comparison}
          data={comparisons.map((each) => ({ value: each, label: comparisonText(each, kind, t) }))}
          onChange={(event) => {
            const chosen = comparisons.find((each) => each === event.currentTarget.value)
            if (chosen) setComparison(chosen)
          }}
        />
        {needsValue(comparison) && <ValueInput label={label} kind={kind} value={value} onChange={setValue} />}
        <Button size="xs" type="submit" disabled={!complete}>
          {t('filter.apply')}
        </Button>
      </Stack>
    </form>
  )
}

interface InputProps {
  label: string
  kind: Testable
  value: string
  onChange: (value: string) => void
}

const units: Partial<Record<Testable, { suffix: string; of: number }>> = {
  size: { suffix: ' GB', of: gigabyte },
  share: { suffix: ' %', of: 0.01 },
}

function ValueInput({ label, kind, value, onChange }: InputProps) {
  const { f } = useLocale()
  if (kind === 'text') {
    return (
      <TextInput
        size="xs"
        data-autofocus
        aria-label={label}
        maxLength={150}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  }
  if (kind === 'day') {
    return (
      <DateInput
        size="xs"
        data-autofocus
        aria-label={label}
        value={value || null}
        valueFormat={f.date('YYYY-MM-DD')}
        onChange={(day) => onChange(day ?? '')}
        popoverProps={{ withinPortal: false }}
      />
    )
  }
  const unit = units[kind]
  return (
    <NumberInput
      size="xs"
      data-autofocus
      aria-label={label}
      suffix={unit?.suffix}
      decimalSeparator={f.decimal('0.5').charAt(1)}
      value={value === '' ? '' : exact(Number(value) / (unit?.of ?? 1))}
      onChange={(number) => onChange(number === '' ? '' : String(exact(Number(number) * (unit?.of ?? 1))))}
    />
  )
}

/** Without the digits that only calculating with binary fractions makes. */
function exact(n: number): number {
  return Number(n.toPrecision(12))
}
