import { Modal, type ModalProps } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'

/** Opens over the page, and the field that asks for the focus has it at once: the next keys, or a scan, are its own. */
export function ModalDialog({ children, ...rest }: ModalProps) {
  return (
    <Modal {...rest}>
      <OnceThere>{children}</OnceThere>
    </Modal>
  )
}

/**
 * What is in a dialog comes a moment after it. On pages that stand still the kit draws both at once, and is still out of sight when
 * the field asks for the focus: the cross of the dialog would get it instead.
 */
function OnceThere({ children }: { children: ReactNode }) {
  const [isThere, setThere] = useState(false)
  useEffect(() => setThere(true), [])
  return isThere ? children : null
}
