import { Drawer } from 'antd'
import { useRef, type ReactNode } from 'react'

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
  const body = useRef<HTMLDivElement>(null)
  return (
    <Drawer
      open={open}
      title={title}
      onClose={onClose}
      afterOpenChange={(isOpen) => isOpen && focusFirstField(body.current)}
      size={size === 'large' ? 640 : 440}
      destroyOnHidden
      rootClassName="rg-drawer"
    >
      <div ref={body}>{children}</div>
    </Drawer>
  )
}

/**
 * The drawer takes the focus when it opens, also from a field that asked for it. Once it stands, its first field gets it, unless the
 * reader has gone somewhere already, or has no keyboard at hand: on a tablet a field in focus covers half the drawer with keys. A list of
 * choices is passed over, but for one in which the work begins (`rg-begin`).
 */
function focusFirstField(body: HTMLElement | null): void {
  if (!body || document.activeElement !== body.closest('.ant-drawer')) return
  if (!window.matchMedia('(hover: hover) and (pointer: fine)').matches) return
  body
    .querySelector<HTMLElement>(
      '.rg-begin input:not(:disabled), textarea, input:not([type="radio"], [type="checkbox"], [type="file"])',
    )
    ?.focus({ preventScroll: true })
}
