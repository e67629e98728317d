import { Drawer } from 'antd'
import { useEffect, useRef, type ReactNode } from 'react'

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
      autoFocus={false}
      rootClassName="rg-drawer"
    >
      <TakesFocus>{children}</TakesFocus>
    </Drawer>
  )
}

/** The drawer would take the focus from the field that asked for it; it is given to the drawer only where no field did. */
function TakesFocus({ children }: { children: ReactNode }) {
  const body = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const drawer = body.current?.closest<HTMLElement>('.ant-drawer')
    if (drawer && !drawer.contains(document.activeElement)) drawer.focus({ preventScroll: true })
  }, [])
  return <div ref={body}>{children}</div>
}
