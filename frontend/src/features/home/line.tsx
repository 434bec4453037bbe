import { IconChevronDown, IconChevronRight, IconCircleCheck } from '@tabler/icons-react'
import { Link, type LinkProps } from '@tanstack/react-router'
import { type ComponentType, type ReactNode, useId, useState } from 'react'
import type { Tone } from '../../components/ui/badge'
import classes from './home.module.css'

export type Icon = ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>

interface Props {
  tone: Tone
  icon: Icon
  children: ReactNode
}

interface LinkLineProps extends Props {
  to: LinkProps['to']
  search: LinkProps['search']
  /** What can be done about it at once. */
  aside?: ReactNode
}

/** One sentence with where its rows are. */
export function LinkLine({ tone, icon: LineIcon, to, search, aside, children }: LinkLineProps) {
  return (
    <li className={aside ? classes.besides : undefined}>
      <Link to={to} search={search} className={classes.line} data-tone={tone}>
        <LineIcon size={17} stroke={1.8} aria-hidden />
        <span>{children}</span>
        <IconChevronRight size={15} stroke={1.8} aria-hidden className={classes.go} />
      </Link>
      {aside}
    </li>
  )
}

/** One sentence whose rows unfold beneath it. */
export function FoldLine({ tone, icon: LineIcon, label, children }: Props & { label: ReactNode }) {
  const [open, setOpen] = useState(false)
  const rows = useId()
  const Chevron = open ? IconChevronDown : IconChevronRight
  return (
    <li>
      <button
        type="button"
        className={classes.line}
        data-tone={tone}
        aria-expanded={open}
        aria-controls={rows}
        onClick={() => setOpen(!open)}
      >
        <LineIcon size={17} stroke={1.8} aria-hidden />
        <span>{label}</span>
        <Chevron size={15} stroke={1.8} aria-hidden className={classes.go} />
      </button>
      <div id={rows}>{open && children}</div>
    </li>
  )
}

/** Says that a section has nothing to tell. */
export function Quiet({ children }: { children: ReactNode }) {
  return (
    <p className={classes.quiet}>
      <IconCircleCheck size={17} stroke={1.8} aria-hidden />
      <span>{children}</span>
    </p>
  )
}

/** Opens a customer's drawer over this page. */
export function CustomerLink({ id, name }: { id: number; name: string }) {
  return (
    <Link to="/" search={(prev) => ({ ...prev, open: id })} className={classes.customer}>
      {name}
    </Link>
  )
}
