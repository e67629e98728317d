import { useState } from 'react'
import { api, useCommand } from '@staff/api'
import { RefusalText, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'

/** The address for e-mail; empty is none. */
export function Email({ email }: { email: string | null }) {
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
    </Section>
  )
}
