import { ActionIcon, type ActionIconProps, Button, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, Ref } from 'react'

type Anchor = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'style' | 'color'> & { ref?: Ref<HTMLAnchorElement> }

/** A link to a page that looks like a button. */
export const LinkButton = createLink((props: ButtonProps & Anchor) => <Button component="a" {...props} />)

/** A link to a page that is one icon. */
export const LinkIcon = createLink((props: ActionIconProps & Anchor) => <ActionIcon component="a" {...props} />)
