import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useCommandForm } from './form-context.ts'
import { RefusalText } from './refusal-text.tsx'
import { StillNeeded } from './still-needed.tsx'

type CommandButtonProps = {
  children: ReactNode
  /** Outside a form. Inside one the button sends the form. */
  onClick?: () => void
  isBusy?: boolean
  disabled?: boolean
  /** Fields it waits for, by their names: it cannot be pressed before, and says so. */
  needed?: readonly (string | false)[]
  size?: 'middle' | 'large'
  block?: boolean
  icon?: ReactNode
}

/** The form's one main button, with the refusal beside it. */
export function SubmitButton(props: CommandButtonProps) {
  return <CommandButton {...props} isDanger={false} />
}

/** The same for what is hard to take back. The label says what will happen, with its amount. */
export function DangerButton(props: CommandButtonProps) {
  return <CommandButton {...props} isDanger />
}

function CommandButton({
  children,
  onClick,
  isBusy,
  isDanger,
  block,
  disabled = false,
  needed = [],
  ...rest
}: CommandButtonProps & { isDanger: boolean }) {
  const form = useCommandForm()
  const sendsForm = form !== null && onClick === undefined
  const button = (
    <Button
      type="primary"
      danger={isDanger}
      htmlType={sendsForm ? 'submit' : 'button'}
      loading={isBusy ?? (sendsForm && form.isBusy)}
      block={block ?? false}
      disabled={disabled || needed.some(Boolean)}
      {...(onClick && { onClick })}
      {...rest}
    >
      {children}
    </Button>
  )
  if (!sendsForm) return button
  return (
    <div className={`rg-submit${block ? ' rg-submit-block' : ''}`}>
      {button}
      <StillNeeded fields={needed} />
      <RefusalText error={form.error} />
    </div>
  )
}
