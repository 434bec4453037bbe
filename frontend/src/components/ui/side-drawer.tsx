import { Drawer, type DrawerProps } from '@mantine/core'
import { useMounted } from '@mantine/hooks'
import type { ReactNode } from 'react'

interface Props {
  opened: boolean
  onClose: () => void
  /** What screen readers call it. */
  label: string
  size: number
  classNames?: DrawerProps['classNames']
  children: ReactNode
}

/** What stands beside a page about one thing on it. It has its own heading, with the button that closes it. */
export function SideDrawer({ opened, onClose, label, size, classNames, children }: Props) {
  const mounted = useMounted() // Mantine gives the focus back only to where it was when a drawer that was there opened
  return (
    <Drawer
      opened={mounted && opened}
      onClose={onClose}
      position="right"
      size={size}
      padding={0}
      withCloseButton={false}
      overlayProps={{ backgroundOpacity: 0.15 }}
      transitionProps={{ duration: 120 }}
      attributes={{ content: { 'aria-label': label } }}
      classNames={classNames}
    >
      {children}
    </Drawer>
  )
}
