import { useState } from 'react'
import { api, useCommand } from '@staff/api'
import { RefusalText, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import type { Preferences } from './preferences-page.tsx'

/** The address for e-mail, empty is none; and the code by which its owner shows that they read it. */
export function Email({ preferences: { email, emailProvedAt } }: { preferences: Preferences }) {
  const [typed, setTyped] = useState(email ?? '')
  const save = useCommand(api.myMessagePreferencesChange, { changes: [api.myMessagePreferencesGet] })
  return (
    <Section title={t('preferences.channel.email')}>
      <form
        className="rp-inline"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate({ email: typed.trim() || null })
        }}
      >
        <input
          className="rp-input"
          type="email"
          autoComplete="email"
          aria-label={t('preferences.email')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <button
          className="rp-button rp-button-plain"
          type="submit"
          disabled={save.isPending || typed.trim() === (email ?? '')}
        >
          {t('app.save')}
        </button>
      </form>
      <RefusalText error={save.error} />
      {email && emailProvedAt && <p className="rp-small">{t('preferences.proof.done')}</p>}
      {email && !emailProvedAt && <Proof />}
    </Section>
  )
}

function Proof() {
  const [code, setCode] = useState('')
  const ask = useCommand(api.myEmailCodeCreate, { changes: [] })
  const prove = useCommand(api.myEmailProve, { changes: [api.myMessagePreferencesGet] })
  return (
    <form
      className="rp-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        prove.mutate({ code })
      }}
    >
      <p className="rp-small">{t(ask.isSuccess ? 'preferences.proof.sent' : 'preferences.proof.needed')}</p>
      {ask.isSuccess && (
        <label className="rp-field">
          <span>{t('preferences.proof.code')}</span>
          <input
            className="rp-input rp-input-code"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            value={code}
            onChange={(event) => setCode(event.target.value.replace(/\D/g, ''))}
          />
        </label>
      )}
      <RefusalText error={prove.error ?? ask.error} />
      {ask.isSuccess && (
        <button className="rp-button" type="submit" disabled={prove.isPending || code.length !== 6}>
          {t('preferences.proof.confirm')}
        </button>
      )}
      <button
        className="rp-button rp-button-plain"
        type="button"
        disabled={ask.isPending}
        onClick={() => ask.mutate({})}
      >
        {t(ask.isSuccess ? 'preferences.proof.again' : 'preferences.proof.send')}
      </button>
    </form>
  )
}
