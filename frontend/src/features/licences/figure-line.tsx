import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Tone } from '../../components/ui/badge'
import { Definition } from '../../components/ui/definition'
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
