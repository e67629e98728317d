import { usePrefetchQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { BrandMark } from '@web/ui/brand-mark.tsx'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { preferences, setPreferences } from '#portal/app/preferences.ts'
import { forgetMe, useShop } from '#portal/app/session.ts'
import { SignedOutLink } from '#portal/leaving/signed-out-link.tsx'
import { CodeStep } from './code-step.tsx'
import { EnrolStep, rulesQuery } from './enrol-step.tsx'
import { PhoneStep } from './phone-step.tsx'

type Step = { at: 'phone' } | { at: 'code'; phone: string } | { at: 'enrol'; phone: string; proof: string }

/**
 * Phone, code, and for somebody new a name: then the card. The shop's QR code carries the store, which is kept until somebody
 * enrols.
 */
export function SignInPage() {
  const { merchant, stores } = useShop()
  usePrefetchQuery(rulesQuery()) // there before the last step, whose button would else move when they come
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const [step, setStep] = useState<Step>({ at: 'phone' })
  const scanned = stores.find(({ id }) => id === (search.get('s') ?? preferences().storeId)) ?? null
  const enter = async () => {
    await forgetMe() // whatever somebody else left on this phone
    setPreferences({ storeId: null })
    await navigate(insideOnly(search.get('to')), { replace: true })
  }
  return (
    <main className="rp-door">
      <header className="rp-door-head">
        <BrandMark size={48} />
        <p className="rp-door-shop">{merchant.name}</p>
        {scanned && <p className="rp-door-store">{scanned.name}</p>}
      </header>
      {step.at === 'phone' && <PhoneStep onSent={(phone) => setStep({ at: 'code', phone })} />}
      {step.at === 'code' && (
        <CodeStep
          phone={step.phone}
          onSignedIn={enter}
          onNew={(proof) => setStep({ at: 'enrol', phone: step.phone, proof })}
          onBack={() => setStep({ at: 'phone' })}
        />
      )}
      {step.at === 'enrol' && (
        <EnrolStep
          {...step}
          storeId={scanned?.id ?? null}
          onEnrolled={enter}
          onExpired={() => setStep({ at: 'phone' })}
        />
      )}
      <SignedOutLink />
      <LanguageSwitch />
    </main>
  )
}

/** A way back that leads nowhere else. */
function insideOnly(to: string | null): string {
  return to?.startsWith('/') && !to.startsWith('//') ? to : paths.home()
}

function LanguageSwitch() {
  const next = preferences().language === 'zh' ? 'en' : 'zh'
  return (
    <button className="rp-link rp-door-language" type="button" onClick={() => setPreferences({ language: next })}>
      {t('signIn.otherLanguage')}
    </button>
  )
}
