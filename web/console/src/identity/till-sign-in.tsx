import { Input } from 'antd'
import { useState } from 'react'
import { api, useCommand, type ResponseOf } from '@staff/api'
import { Avatar, RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { toHalfWidth } from '@web/ui/typed-text.ts'
import './till-sign-in.css'

type Till = ResponseOf<typeof api.tillGet>
type Person = Till['users'][number]

type TillSignInProps = { till: Till; onDone: () => void; onPassword: () => void }

/** At a bound till: who is it, then six digits. The whole change of person takes two seconds. */
export function TillSignIn({ till, onDone, onPassword }: TillSignInProps) {
  const [person, setPerson] = useState<Person | null>(null)
  return (
    <div className="rg-till-sign-in">
      <p className="rg-welcome-text">{t('identity.till.at', { name: till.device.name })}</p>
      {person ? (
        <PinStep key={person.id} person={person} onDone={onDone} onBack={() => setPerson(null)} />
      ) : (
        <>
          <h1>{t('identity.till.who')}</h1>
          <ul className="rg-till-people">
            {till.users.map((each) => (
              <li key={each.id}>
                <button type="button" onClick={() => setPerson(each)}>
                  <Avatar name={each.name} />
                  <span>{each.name}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      <button type="button" className="rg-text-button" onClick={onPassword}>
        {t('identity.till.password')}
      </button>
    </div>
  )
}

type PinStepProps = { person: Person; onDone: () => void; onBack: () => void }

/** Sends as soon as the sixth digit stands; a wrong PIN empties the boxes. */
function PinStep({ person, onDone, onBack }: PinStepProps) {
  const [pin, setPin] = useState('')
  const [tries, setTries] = useState(0)
  const signIn = useCommand(api.sessionByPinCreate, {
    changes: [],
    onSuccess: onDone,
    onRefused: () => {
      setPin('')
      setTries((before) => before + 1)
    },
  })
  const take = (typed: string) => {
    if (signIn.isPending) return
    setPin(typed)
    if (typed.length === 6) signIn.mutate({ userId: person.id, pin: typed })
  }
  return (
    <>
      <h1>{person.name}</h1>
      <Input.OTP
        key={tries} // new boxes take the focus to the first of them
        aria-label={t('identity.till.pin')}
        autoFocus
        mask
        length={6}
        size="large"
        inputMode="numeric"
        className="rg-pin"
        value={pin}
        formatter={(typed) => toHalfWidth(typed).replace(/\D/g, '')}
        onChange={take}
      />
      <RefusalText error={signIn.error} />
      <button type="button" className="rg-text-button" onClick={onBack}>
        {t('identity.till.other')}
      </button>
    </>
  )
}
