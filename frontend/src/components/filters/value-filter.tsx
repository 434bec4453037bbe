import { Checkbox, CloseButton, Popover, SegmentedControl, TextInput } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import chip from '../ui/chip.module.css'
import classes from './value-filter.module.css'

export interface Choice {
  value: string
  label: string
  /** Said beside the label, for example whose it is. */
  note?: string
}

interface Props {
  /** What is filtered, e.g. "Status". */
  label: string
  choices: Choice[]
  values: string[]
  /** None of the values is meant. */
  except: boolean
  onChange: (values: string[], except: boolean) => void
  /** Opens at once: the user has just asked for this filter. */
  opened?: boolean
  onClosed?: () => void
}

/** So many choices are looked through by typing. */
const searchFrom = 10
const named = 3

/** A chip that reads as a sentence, "Status: Trial or Expired", and opens a list to choose several values from. */
export function ValueFilter({ label, choices, values, except, onChange, opened = false, onClosed }: Props) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(opened)
  const labels = values.map((value) => choices.find((choice) => choice.value === value)?.label ?? value)
  const shown = labels.slice(0, named)
  if (labels.length > named) shown.push(t('filter.more_values', { count: labels.length - named }))
  const text = [shown.slice(0, -1).join(', '), shown.at(-1)].filter(Boolean).join(` ${t('filter.or')} `)
  const close = (next: boolean) => {
    setOpen(next)
    if (!next) onClosed?.()
  }
  return (
    <span className={chip.chip} data-set={values.length > 0 || undefined}>
      <Popover opened={open} onChange={close} position="bottom-start" width={280} shadow="md" trapFocus returnFocus>
        <Popover.Target>
          <button type="button" className={chip.button} onClick={() => close(!open)}>
            {values.length > 0 ? (
              <>
                <span className={chip.what}>{except ? t('filter.not', { filter: label }) : `${label}:`}</span>{' '}
                <span className={classes.values}>{text}</span>
              </>
            ) : (
              <>
                {label}
                <IconChevronDown size={13} aria-hidden />
              </>
            )}
          </button>
        </Popover.Target>
        <Popover.Dropdown p={0} aria-label={label}>
          <SegmentedControl
            size="xs"
            fullWidth
            className={classes.search}
            aria-label={label}
            value={except ? 'none' : 'any'}
            data={[
              { value: 'any', label: t('filter.any_of') },
              { value: 'none', label: t('filter.none_of') },
            ]}
            onChange={(value) => onChange(values, value === 'none')}
          />
          <ChoiceList label={label} choices={choices} values={values} onChange={(all) => onChange(all, except)} />
        </Popover.Dropdown>
      </Popover>
      {values.length > 0 && (
        <CloseButton
          size={24}
          iconSize={14}
          aria-label={t('filter.remove', { filter: label })}
          onClick={() => onChange([], false)}
        />
      )}
    </span>
  )
}

interface ListProps extends Pick<Props, 'label' | 'choices' | 'values'> {
  onChange: (values: string[]) => void
}

function ChoiceList({ label, choices, values, onChange }: ListProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  const known = new Set(choices.map((choice) => choice.value))
  const all = [...choices, ...values.filter((value) => !known.has(value)).map((value) => ({ value, label: value }))]
  const found = all.filter((choice) => choice.label.toLowerCase().includes(wanted))
  return (
    <>
      {all.length > searchFrom && (
        <TextInput
          className={classes.search}
          size="xs"
          value={text}
          placeholder={t('filter.search')}
          aria-label={t('filter.search')}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      <div className={classes.list} role="group" aria-label={label}>
        {found.map((choice: Choice) => (
          <Checkbox
            key={choice.value}
            size="xs"
            className={classes.choice}
            checked={values.includes(choice.value)}
            onChange={(event) =>
              onChange(
                event.currentTarget.checked
                  ? [...values, choice.value]
                  : values.filter((value) => value !== choice.value),
              )
            }
            label={
              <>
                {choice.label}
                {choice.note && <span className={classes.note}> {choice.note}</span>}
              </>
            }
          />
        ))}
        {found.length === 0 && <p className={classes.nothing}>{t('scope.nothing')}</p>}
      </div>
    </>
  )
}
