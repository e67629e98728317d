import { SafetyCertificateOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { ConfigProvider, Segmented } from 'antd'
import { useState, type ReactNode } from 'react'
import { newId } from '#shared/ids.ts'
import { api, ApiRefusal, query, useCommand, type InputOf } from '@staff/api'
import { t } from '#app/i18n.ts'
import { useSession, useStore } from '#app/session.ts'
import { ModalDialog } from './modal-dialog.tsx'
import { SubmitButton } from './command-buttons.tsx'
import { CommandForm } from './command-form.tsx'
import { PasswordField, ReasonField, SelectField, TextField } from './fields.tsx'
import { PinField } from './pin-field.tsx'

type ApprovalInput = InputOf<typeof api.approvalCreate>
type Method = 'pin' | 'password'

type ApprovalDialogProps = Pick<ApprovalInput, 'permission' | 'subject' | 'amountCents'> & {
  onClose: () => void
  /** The command that needed the approval is sent again with this id. */
  onApproved: (approvalId: string) => void
  /** What is to be approved, with its amounts: the manager reads exactly what they sign. */
  children: ReactNode
}

/**
 * A manager approves on the cashier's own screen, for this one act, with a reason. The cashier stays signed in.
 *
 * Mount it when an `approval_needed` refusal comes, unmount it to close. A PIN counts only at a bound till.
 */
export function ApprovalDialog({ onClose, children, ...ask }: ApprovalDialogProps) {
  return (
    <ModalDialog
      open
      onCancel={onClose}
      footer={null}
      width={440}
      title={
        <span className="rg-approval-title">
          <SafetyCertificateOutlined /> {t('ui.approval.title')}
        </span>
      }
    >
      {/* A manager leans over a counter: everything here is as large as on the till. */}
      <ConfigProvider componentSize="large">
        <div className="rg-approval-facts">{children}</div>
        <ApprovalForm {...ask} />
      </ConfigProvider>
    </ModalDialog>
  )
}

type FormValues = { userId: string; pin: string; loginName: string; password: string; totpCode: string; reason: string }

function ApprovalForm({
  permission,
  subject,
  amountCents,
  onApproved,
}: Omit<ApprovalDialogProps, 'children' | 'onClose'>) {
  const { user, device } = useSession()
  const store = useStore()
  const [method, setMethod] = useState<Method>(device ? 'pin' : 'password')
  const [approvalId, setApprovalId] = useState(newId)
  const approve = useCommand(api.approvalCreate, {
    changes: [],
    onSuccess: (answer) => onApproved(answer.approvalId),
    onRefused: ({ code }) => {
      // Its answer was lost after all: the manager says yes once more, to a new record.
      if (code === 'approval_used') setApprovalId(newId())
    },
  })
  const till = useQuery({ ...query(api.tillGet, {}), enabled: device !== undefined })
  const others = (till.data?.users ?? []).filter(({ id }) => id !== user.id)
  const needsCode = approve.error instanceof ApiRefusal && approve.error.code === 'totp_needed'

  const submit = ({ userId, pin, loginName, password, totpCode, reason }: FormValues) => {
    const manager = method === 'pin' ? { userId, pin } : { loginName, password, ...(totpCode && { totpCode }) }
    approve.mutate({ approvalId, permission, subject, amountCents, reason, storeId: store.id || undefined, manager })
  }
  return (
    <CommandForm command={approve} onSubmit={submit}>
      {device && (
        <Segmented
          block
          aria-label={t('ui.approval.method')}
          className="rg-approval-method"
          value={method}
          onChange={setMethod}
          options={(['pin', 'password'] satisfies Method[]).map((value) => ({
            value,
            label: t(`ui.approval.${value}`),
          }))}
        />
      )}
      {method === 'pin' ? (
        <>
          <SelectField
            name="userId"
            label={t('ui.approval.who')}
            options={others.map(({ id, name }) => ({ value: id, label: name }))}
            search
          />
          <PinField name="pin" label={t('ui.approval.pin')} />
        </>
      ) : (
        <>
          <TextField name="loginName" label={t('ui.approval.loginName')} autoFocus />
          <PasswordField name="password" label={t('ui.approval.password')} autoComplete="current-password" />
          <TextField
            name="totpCode"
            label={t('ui.approval.code')}
            hint={needsCode ? t('ui.approval.needsCode') : undefined}
            autoComplete="one-time-code"
            isOptional
          />
        </>
      )}
      <ReasonField name="reason" label={t('ui.approval.reason')} />
      <SubmitButton block>{t('ui.approval.approve')}</SubmitButton>
    </CommandForm>
  )
}
