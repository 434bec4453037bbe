import { ActionIcon, Popover, Skeleton } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tone } from '../../components/ui/badge'
import classes from './licences.module.css'

export interface LineFigure {
  name: string
  value: ReactNode
  /** What it is out of. */
  of?: string
  definition: string
  tone?: Tone
}

interface Props {
  label: string
  figures?: LineFigure[]
  /** What the figures leave out or cannot know. */
  notes?: ReactNode
}

/** What a view adds up to, each figure with its definition, and what is not in them. */
export function FigureLine({ label, figures, notes }: Props) {
  return (
    <section className={classes.line} aria-label={label} aria-busy={figures === undefined}>
      {figures === undefined && [1, 2, 3, 4].map((n) => <Skeleton key={n} height={40} width={150} />)}
      {figures?.map((figure) => (
        <OneFigure key={figure.name} figure={figure} />
      ))}
      {notes && <div className={classes.notes}>{notes}</div>}
    </section>
  )
}

function OneFigure({ figure }: { figure: LineFigure }) {
  return (
    <div className={classes.figure} data-tone={figure.tone}>
      <span className={classes.figureName}>
        {figure.name}
        <Definition name={figure.name} text={figure.definition} />
      </span>
      <span className={classes.figureValue}>
        <strong>{figure.value}</strong>
        {figure.of && <span>{figure.of}</span>}
      </span>
    </div>
  )
}

export function Definition({ name, text }: { name: string; text: string }) {
  const { t } = useTranslation()
  return (
    <Popover width={340} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon size={24} className={classes.help} aria-label={t('dashboard.definition_of', { figure: name })}>
          <IconInfoCircle size={14} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <strong>{name}</strong>
        <p className={classes.definition}>{text}</p>
      </Popover.Dropdown>
    </Popover>
  )
}
