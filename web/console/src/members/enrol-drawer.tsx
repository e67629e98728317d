import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { api, ApiRefusal, useCommand } from '@staff/api'
import { CommandForm, ConfirmDrawer, PhoneField, SubmitButton, TextField, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useStore } from '#app/session.ts'
import { useRulesQuestion } from './rules-question.tsx'

type EnrolFields = { phone?: string; name?: string; cardNumber?: string }

/** Two fields make a member; the rest can wait until they sit in the chair. */
export function EnrolDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const store = useStore()
  const navigate = useNavigate()
  const notice = useNotice()
  const { agreed, question } = useRulesQuestion()
  const [withCard, setWithCard] = useState(false)
  const [isEmpty, setEmpty] = useState(false)
  const enrol = useCommand(api.memberCreate, {
    onSuccess: ({ id, number }) => {
      notice.done(t('members.enrol.done', { number }))
      return navigate(paths.member({ memberId: id }))
    },
  })
  const holderId = enrol.error instanceof ApiRefusal ? enrol.error.details?.memberId : undefined

  return (
    <ConfirmDrawer open={open} title={t('members.enrol.title')} onClose={onClose}>
      <CommandForm
        command={enrol}
        draft="members.enrol"
        onSubmit={(values: EnrolFields) => {
          setEmpty(!values.phone && !values.name)
          if (values.phone || values.name)
            enrol.mutate({ ...values, ...agreed, homeStoreId: store.id || null, source: 'console' })
        }}
      >
        <PhoneField name="phone" label={t('members.field.phone')} isOptional autoFocus />
        <TextField
          name="name"
          label={t('members.field.name')}
          isOptional
          maxLength={100}
          hint={t('members.enrol.nameHint')}
        />
        {withCard && (
          <TextField name="cardNumber" label={t('members.field.card')} isOptional maxLength={40} autoFocus />
        )}
        {question}
        <SubmitButton block>{t('members.enrol.submit')}</SubmitButton>
      </CommandForm>
      {isEmpty && (
        <p className="rg-refusal" role="alert">
          {t('members.enrol.needsOne')}
        </p>
      )}
      {typeof holderId === 'string' && (
        <p className="rg-drawer-foot">
          <Link to={paths.member({ memberId: holderId })}>{t('members.enrol.openHolder')}</Link>
        </p>
      )}
      {!withCard && (
        <button type="button" className="rg-text-button" onClick={() => setWithCard(true)}>
          {t('members.enrol.withCard')}
        </button>
      )}
    </ConfirmDrawer>
  )
}
