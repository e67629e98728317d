import { useState } from 'react'
import { api, useCommand } from '@staff/api'
import { RefusalText } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'

/** One field. Whether the phone is known is told to nobody but its owner. */
export function PhoneStep({ onSent }: { onSent: (phone: string) => void }) {
  const [phone, setPhone] = useState('')
  const send = useCommand(api.mySignInCodeCreate, { changes: [], onSuccess: () => onSent(phone) })
  return (
    <form
      className="rp-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        send.mutate({ phone })
      }}
    >
      <h1 tabIndex={-1}>{t('signIn.title')}</h1>
      <p className="rp-lead">{t('signIn.lead')}</p>
      <label className="rp-field">
        <span>{t('signIn.phone')}</span>
        <input
          className="rp-input rp-input-big"
          type="tel"
          name="tel"
          inputMode="tel"
          autoComplete="tel"
          autoFocus
          required
          maxLength={20}
          value={phone}
          onChange={(event) => setPhone(event.target.value)}
        />
      </label>
      <RefusalText error={send.error} />
      <button className="rp-button" type="submit" disabled={send.isPending || phone.trim() === ''}>
        {t('signIn.sendCode')}
      </button>
      <p className="rp-small">{t('signIn.whatFor')}</p>
    </form>
  )
}
