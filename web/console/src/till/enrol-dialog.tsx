import { api, useCommand } from '@staff/api'
import { CommandForm, ModalDialog, PhoneField, SubmitButton, TextField } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useRulesQuestion } from '#console/members/rules-question.tsx'

type EnrolDialogProps = {
  open: boolean
  storeId: string
  onClose: () => void
  onEnrolled: (memberId: string) => void
}

/** A member in two fields; the rest can be asked another day. */
export function EnrolDialog({ open, storeId, onClose, onEnrolled }: EnrolDialogProps) {
  const { agreed, question } = useRulesQuestion()
  const enrol = useCommand(api.memberCreate, { onSuccess: ({ id }) => onEnrolled(id), changes: [api.memberList] })
  return (
    <ModalDialog open={open} onCancel={onClose} footer={null} title={t('till.enrol')} width={420} destroyOnHidden>
      <CommandForm
        command={enrol}
        onSubmit={({ phone, name }) =>
          enrol.mutate({ phone: phone ?? null, name: name ?? null, homeStoreId: storeId, source: 'till', ...agreed })
        }
      >
        <PhoneField name="phone" label={t('till.phone')} autoFocus />
        <TextField name="name" label={t('till.name')} isOptional maxLength={60} />
        {question}
        <SubmitButton block>{t('till.enrolAndAttach')}</SubmitButton>
      </CommandForm>
    </ModalDialog>
  )
}
