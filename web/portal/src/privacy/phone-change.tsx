import { useState } from 'react'
import { api, useCommand } from '@staff/api'
import { RefusalText, Sheet } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'

/** A new number, proved by a code that is sent to it. */
export function PhoneChange() {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button className="rp-button rp-button-plain" type="button" onClick={() => setOpen(true)}>
        {t('profile.changePhone')}
      </button>
      {isOpen && <PhoneSheet onClose={() => setOpen(false)} />}
    </>
  )
}

function PhoneSheet({ onClose }: { onClose: () => void }) {
  const [phone, setPhone] = useState('')
  const [code, setCode] = useState('')
  const ask = useCommand(api.myPhoneCodeCreate, { changes: [] })
  const change = useCommand(api.myPhoneChange, { changes: [api.myProfileGet], onSuccess: onClose })
  return (
    <Sheet title={t('profile.changePhone')} onClose={onClose}>
      <form
        className="rp-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (ask.isSuccess) change.mutate({ phone, code })
          else ask.mutate({ phone })
        }}
      >
        <label className="rp-field">
          <span>{t('profile.newPhone')}</span>
          <input
            className="rp-input rp-input-big"
            type="tel"
            inputMode="tel"
            autoComplete="tel"
            disabled={ask.isSuccess}
            value={phone}
            onChange={(event) => setPhone(event.target.value)}
          />
        </label>
        {ask.isSuccess && (
          <label className="rp-field">
            <span>{t('signIn.code')}</span>
            <input
              className="rp-input rp-input-code"
              inputMode="numeric"
              autoComplete="one-time-code"
              autoFocus
              maxLength={6}
              value={code}
              onChange={(event) => setCode(event.target.value.replace(/\D/g, ''))}
            />
          </label>
        )}
        <RefusalText error={ask.error ?? change.error} />
        <button
          className="rp-button"
          type="submit"
          disabled={ask.isPending || change.isPending || phone.trim() === '' || (ask.isSuccess && code.length !== 6)}
        >
          {ask.isSuccess ? t('profile.confirmPhone') : t('signIn.sendCode')}
        </button>
      </form>
    </Sheet>
  )
}
