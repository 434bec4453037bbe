import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, Ref } from 'react'
import classes from './count-link.module.css'

type Anchor = AnchorHTMLAttributes<HTMLAnchorElement> & { ref?: Ref<HTMLAnchorElement> }

/** A count in a table that leads to the rows it counted; the row it stands in does not hear the click. */
export const CountLink = createLink(({ onClick, ...props }: Anchor) => (
  <a
    {...props}
    className={classes.count}
    onClick={(event) => {
      event.stopPropagation()
      onClick?.(event)
    }}
  />
))
