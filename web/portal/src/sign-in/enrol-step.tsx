import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { api, query, useCommand } from '@staff/api'
import { RefusalText } from '@portal/ui'
import { language, t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { useShop } from '#portal/app/session.ts'

/** The rules that somebody new may agree to. */
export const rulesQuery = () => ({
  ...query(api.publicPointsRulesGet, { language: language() }),
  meta: { decidesItself: true },
})

type EnrolStepProps = {
  phone: string
  proof: string
  storeId: string | null
  onEnrolled: () => unknown
  onExpired: () => void
}

/**
 * Somebody new: a name if they like, and one question per purpose. Nothing is ticked beforehand and nothing is a condition; each
 * yes names the version of the text that stands beside it.
 */
export function EnrolStep({ phone, proof, storeId, onEnrolled, onExpired }: EnrolStepProps) {
  const { merchant, consentTexts } = useShop()
  const [name, setName] = useState('')
  const [given, setGiven] = useState<ReadonlySet<string>>(new Set())
  // Without an answer nothing is agreed to: the rules page asks another day.
  const rules = useQuery(rulesQuery())
  const [agreesToRules, setAgreesToRules] = useState(false)
  const enrol = useCommand(api.myEnrolmentCreate, {
    changes: [],
    onSuccess: onEnrolled,
    onRefused: ({ code }) => (code === 'phone_proof_expired' ? onExpired() : undefined),
  })
  const toggle = (purpose: string) =>
    setGiven(
      (before) => new Set(before.has(purpose) ? [...before].filter((each) => each !== purpose) : [...before, purpose]),
    )
  const submit = () => {
    const consents = consentTexts
      .filter(({ purpose }) => given.has(purpose))
      .map(({ purpose, version }) => ({ purpose, textVersion: version }))
    const agreed = rules.data && agreesToRules ? { pointsRulesVersion: rules.data.version } : {}
    enrol.mutate({ phone, proof, name: name.trim() || null, consents, storeId, ...agreed })
  }
  return (
    <form
      className="rp-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <h1 tabIndex={-1}>{t('signIn.enrolTitle', { shop: merchant.name })}</h1>
      <p className="rp-lead">{t('signIn.enrolLead')}</p>
      <label className="rp-field">
        <span>{t('signIn.name')}</span>
        <input
          className="rp-input"
          name="name"
          autoComplete="name"
          autoFocus
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <fieldset className="rp-consents">
        <legend>{t('signIn.consents')}</legend>
        {consentTexts.map(({ purpose, version, zh, en }) => (
          <label key={purpose} className="rp-consent">
            <input type="checkbox" checked={given.has(purpose)} onChange={() => toggle(purpose)} />
            <span>
              {language() === 'en' ? en : zh} <span className="rp-small">{t('signIn.textVersion', { version })}</span>
            </span>
          </label>
        ))}
        {rules.data && (
          <label className="rp-consent">
            <input type="checkbox" checked={agreesToRules} onChange={() => setAgreesToRules(!agreesToRules)} />
            <span>
              {t('signIn.rules')}{' '}
              {/* Beside the form and not in its place: what was typed, and the code that was proved, stay. */}
              <Link to={paths.rules()} target="_blank">
                {t('signIn.readRules')}
              </Link>{' '}
              <span className="rp-small">{t('signIn.textVersion', { version: rules.data.version })}</span>
            </span>
          </label>
        )}
      </fieldset>
      <RefusalText error={enrol.error} />
      <button className="rp-button" type="submit" disabled={enrol.isPending}>
        {t('signIn.enrol')}
      </button>
      <p className="rp-small">{t('signIn.haveCard')}</p>
    </form>
  )
}
