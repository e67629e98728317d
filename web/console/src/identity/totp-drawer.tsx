import { useState } from 'react'
import { Button } from 'antd'
import { api, useCommand, type ResponseOf } from '@staff/api'
import { CommandForm, ConfirmDrawer, DangerButton, PasswordField, SubmitButton } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { CodeField } from './code-field.tsx'

type TotpDrawerProps = { open: boolean; isOn: boolean; onClose: () => void }

/** Turns two-step sign-in on (password, scan, code, recovery codes) or off (password). */
export function TotpDrawer({ open, isOn, onClose }: TotpDrawerProps) {
  return (
    <ConfirmDrawer open={open} title={t('identity.account.totp.title')} onClose={onClose}>
      {/* Once confirmed it is on, while its recovery codes still have to be shown. */}
      {open && <TotpSteps wasOn={isOn} onClose={onClose} />}
    </ConfirmDrawer>
  )
}

function TotpSteps({ wasOn, onClose }: { wasOn: boolean; onClose: () => void }) {
  const [isTurningOff] = useState(wasOn)
  const [started, setStarted] = useState<ResponseOf<typeof api.myTotpStart> | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  if (isTurningOff) return <TurnOff onDone={onClose} />
  if (codes) return <RecoveryCodes codes={codes} onKept={onClose} />
  if (started) return <Confirm started={started} onDone={setCodes} />
  return <Start onDone={setStarted} />
}

function CurrentPassword() {
  return (
    <PasswordField
      name="currentPassword"
      label={t('identity.account.current')}
      autoComplete="current-password"
      autoFocus
    />
  )
}

function TurnOff({ onDone }: { onDone: () => void }) {
  const remove = useCommand(api.myTotpRemovalCreate, { onSuccess: onDone })
  return (
    <CommandForm command={remove}>
      <CurrentPassword />
      <DangerButton>{t('identity.account.totp.turnOff')}</DangerButton>
    </CommandForm>
  )
}

function Start({ onDone }: { onDone: (started: ResponseOf<typeof api.myTotpStart>) => void }) {
  const start = useCommand(api.myTotpStart, { changes: [], onSuccess: onDone })
  return (
    <CommandForm command={start}>
      <CurrentPassword />
      <SubmitButton>{t('identity.account.totp.start')}</SubmitButton>
    </CommandForm>
  )
}

type ConfirmProps = { started: ResponseOf<typeof api.myTotpStart>; onDone: (codes: string[]) => void }

function Confirm({ started, onDone }: ConfirmProps) {
  const confirm = useCommand(api.myTotpConfirmationCreate, { onSuccess: ({ recoveryCodes }) => onDone(recoveryCodes) })
  return (
    <CommandForm command={confirm}>
      <p>{t('identity.account.totp.scan')}</p>
      <img className="rg-qr" src={started.qr} alt={t('identity.account.totp.picture')} />
      <p className="rg-secret">{t('identity.account.totp.secret', { secret: started.secret })}</p>
      <CodeField name="code" />
      <SubmitButton>{t('identity.account.totp.confirm')}</SubmitButton>
    </CommandForm>
  )
}

function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  return (
    <>
      <p>{t('identity.account.totp.codes')}</p>
      <ul className="rg-recovery-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Button type="primary" onClick={onKept}>
        {t('identity.account.totp.kept')}
      </Button>
    </>
  )
}
