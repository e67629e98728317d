import { useEffect, useState } from 'react'
import { api, useCommand } from '@staff/api'
import { RefusalText } from '@portal/ui'
import { formatPhone } from '@web/ui/phone-input-rules.ts'
import { t } from '#portal/app/i18n.ts'

type CodeStepProps = {
  phone: string
  onSignedIn: () => unknown
  /** The phone is nobody's yet; with the proof its owner enrols. */
  onNew: (proof: string) => void
  onBack: () => void
}

const secondsBetweenCodes = 60

/** The code from the message. Six digits are sent by themselves; a new code can be asked for after a minute. */
export function CodeStep({ phone, onSignedIn, onNew, onBack }: CodeStepProps) {
  const [code, setCode] = useState('')
  const [left, restart] = useCountdown(secondsBetweenCodes)
  const signIn = useCommand(api.myMemberSessionCreate, {
    changes: [],
    onSuccess: ({ proof }) => (proof === null ? onSignedIn() : onNew(proof)),
    onRefused: () => setCode(''),
  })
  const resend = useCommand(api.mySignInCodeCreate, { changes: [], onSuccess: restart })
  const type = (typed: string) => {
    const digits = typed.normalize('NFKC').replace(/\D/g, '').slice(0, 6)
    setCode(digits)
    if (digits.length === 6 && !signIn.isPending) signIn.mutate({ phone, code: digits })
  }
  return (
    <form
      className="rp-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (code.length === 6) signIn.mutate({ phone, code })
      }}
    >
      <h1 tabIndex={-1}>{t('signIn.codeTitle')}</h1>
      <p className="rp-lead">{t('signIn.codeSent', { phone: formatPhone(phone) })}</p>
      <label className="rp-field">
        <span>{t('signIn.code')}</span>
        <input
          className="rp-input rp-input-code"
          name="one-time-code"
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          maxLength={12}
          value={code}
          onChange={(event) => type(event.target.value)}
        />
      </label>
      <RefusalText error={signIn.error ?? resend.error} />
      <button className="rp-button" type="submit" disabled={signIn.isPending || code.length !== 6}>
        {t('signIn.enter')}
      </button>
      <div className="rp-pair">
        <button className="rp-link" type="button" onClick={onBack}>
          {t('signIn.otherPhone')}
        </button>
        <button
          className="rp-link"
          type="button"
          disabled={left > 0 || resend.isPending}
          onClick={() => resend.mutate({ phone })}
        >
          {left > 0 ? t('signIn.resendIn', { seconds: left }) : t('signIn.resend')}
        </button>
      </div>
    </form>
  )
}

function useCountdown(seconds: number): [left: number, restart: () => void] {
  const [left, setLeft] = useState(seconds)
  useEffect(() => {
    if (left === 0) return undefined
    const timer = setTimeout(() => setLeft(left - 1), 1_000)
    return () => clearTimeout(timer)
  }, [left])
  return [left, () => setLeft(seconds)]
}
