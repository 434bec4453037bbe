import { CloseButton, Menu } from '@mantine/core'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './chip.module.css'

interface Props<T extends string> {
  /** What is filtered, e.g. "Status". */
  label: string
  value?: T
  choices: { value: T; label: string }[]
  onChange: (value: T | undefined) => void
}

/** A chip that filters by one of several values. */
export function FilterMenu<T extends string>({ label, value, choices, onChange }: Props<T>) {
  const { t } = useTranslation()
  const chosen = choices.find((choice) => choice.value === value)
  return (
    <span className={classes.chip} data-set={value !== undefined || undefined}>
      <Menu position="bottom-start" width={240}>
        <Menu.Target>
          <button type="button" className={classes.button}>
            {chosen ? (
              <>
                <span className={classes.what}>{label}:</span> {chosen.label}
              </>
            ) : (
              label
            )}
            {!chosen && <IconChevronDown size={13} aria-hidden />}
          </button>
        </Menu.Target>
        <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
          <Menu.Item onClick={() => onChange(undefined)} rightSection={value === undefined && <IconCheck size={14} />}>
            {t('filter.all')}
          </Menu.Item>
          {choices.map((choice) => (
            <Menu.Item
              key={choice.value}
              onClick={() => onChange(choice.value)}
              rightSection={choice.value === value && <IconCheck size={14} aria-hidden />}
            >
              {choice.label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {chosen && (
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
