import { ActionIcon, Popover, type PopoverProps } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './definition.module.css'

interface Props {
  name: string
  text: string
  position?: PopoverProps['position']
  className?: string
}

/** Says what a figure means, beside it. */
export function Definition({ name, text, position = 'bottom-start', className }: Props) {
  const { t } = useTranslation()
  return (
    <Popover width={340} position={position} trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon
          size={24}
          className={`${classes.help} ${className ?? ''}`}
          aria-label={t('dashboard.definition_of', { figure: name })}
        >
          <IconInfoCircle size={15} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <strong>{name}</strong>
        <p className={classes.text}>{text}</p>
      </Popover.Dropdown>
    </Popover>
  )
}
