import { Drawer } from 'antd'
import type { ReactNode } from 'react'

type ConfirmDrawerProps = {
  open: boolean
  title: string
  onClose: () => void
  /** The facts as they will be booked, and a `CommandForm` with its button. */
  children: ReactNode
  size?: 'default' | 'large'
}

/** Shows the whole plan beside the page before it is booked. The page stays in view; Esc changes nothing. */
export function ConfirmDrawer({ open, title, onClose, children, size = 'default' }: ConfirmDrawerProps) {
  return (
    <Drawer
      open={open}
      title={title}
      onClose={onClose}
      size={size === 'large' ? 640 : 440}
      destroyOnHidden
      rootClassName="rg-drawer"
    >
      {children}
    </Drawer>
  )
}
