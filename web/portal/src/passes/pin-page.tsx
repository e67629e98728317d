import { useSuspenseQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, query, useCommand } from '@staff/api'
import { Page, RefusalText } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'

/** The number that a member says at the counter when phone and card are at home. It is never shown again. */
export function PinPage() {
  const { isSet } = useSuspenseQuery(query(api.myPassPinGet, {})).data
  const [pin, setPin] = useState('')
  const set = useCommand(api.myPassPinSet, { changes: [api.myPassPinGet], onSuccess: () => setPin('') })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    set.mutate({ pin })
  }
  return (
    <Page title={t('passes.pin.title')} backTo={paths.me()}>
      <form className="rp-form" onSubmit={submit}>
        <p className="rp-small">{t('passes.pin.text')}</p>
        <label className="rp-field">
          <span>{t('passes.pin.new')}</span>
          <input
            className="rp-input"
            type="password"
            inputMode="numeric"
            autoComplete="new-password"
            pattern="[0-9]{4,6}"
            maxLength={6}
            required
            value={pin}
            onChange={(event) => setPin(event.target.value.replace(/\D/g, ''))}
          />
        </label>
        <p className="rp-small" role="status">
          {set.isSuccess ? t('passes.pin.done') : isSet ? t('passes.pin.isSet') : null}
        </p>
        <RefusalText error={set.error} />
        <button className="rp-button" type="submit" disabled={set.isPending || pin.length < 4}>
          {t('passes.pin.set')}
        </button>
      </form>
    </Page>
  )
}
