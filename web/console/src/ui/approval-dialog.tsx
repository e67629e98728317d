import { SafetyCertificateOutlined } from '@ant-design/icons'
import { Form, Input, Modal, Segmented } from 'antd'
import { useState, type ReactNode } from 'react'
import type { Command } from '@staff/api'
import { t } from '#app/i18n.ts'
import { SubmitButton } from './command-buttons.tsx'
import { CommandForm } from './command-form.tsx'
import { PasswordField, ReasonField, TextField } from './fields.tsx'
import { useFormField } from './form-context.ts'

export type Approval = { loginName: string; pin?: string; password?: string; reason: string }

type ApprovalDialogProps<Input, Output> = {
  open: boolean
  onClose: () => void
  /** What is to be approved, with its amounts: the manager reads exactly what they sign. */
  children: ReactNode
  command: Command<Input, Output>
  onApprove: (approval: Approval) => void
  /** A till bound to the store takes PINs; elsewhere only a password counts. */
  methods?: readonly ('pin' | 'password')[]
}

/** A manager approves on the cashier's own screen, for this one act, with a reason. The cashier stays signed in. */
export function ApprovalDialog<Input, Output>(props: ApprovalDialogProps<Input, Output>) {
  const { open, onClose, children, command, onApprove, methods = ['pin', 'password'] } = props
  const [method, setMethod] = useState(methods[0] ?? 'password')
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      width={440}
      destroyOnHidden
      title={
        <span className="rg-approval-title">
          <SafetyCertificateOutlined /> {t('ui.approval.title')}
        </span>
      }
    >
      <div className="rg-approval-facts">{children}</div>
      <CommandForm
        command={command as unknown as Command<Approval, Output>}
        onSubmit={(values) => onApprove({ ...values })}
      >
        <TextField name="loginName" label={t('ui.approval.loginName')} autoFocus />
        {methods.length > 1 && (
          <Segmented
            block
            className="rg-approval-method"
            value={method}
            onChange={setMethod}
            options={methods.map((value) => ({ value, label: t(`ui.approval.${value}`) }))}
          />
        )}
        {method === 'pin' ? (
          <PinField />
        ) : (
          <PasswordField name="password" label={t('ui.approval.password')} autoComplete="current-password" />
        )}
        <ReasonField name="reason" label={t('ui.approval.reason')} />
        <SubmitButton block>{t('ui.approval.approve')}</SubmitButton>
      </CommandForm>
    </Modal>
  )
}

function PinField() {
  useFormField('pin')
  return (
    <Form.Item name="pin" label={t('ui.approval.pin')} rules={[{ required: true, message: t('ui.field.required') }]}>
      <Input.OTP className="rg-pin" length={6} mask formatter={(typed) => typed.replace(/\D/g, '')} />
    </Form.Item>
  )
}
