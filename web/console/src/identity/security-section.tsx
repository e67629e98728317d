import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState, type ReactNode } from 'react'
import { api, query, useCommand } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  formatInstant,
  PasswordField,
  PinField,
  Section,
  SubmitButton,
  useNotice,
} from '@staff/ui'
import { t } from '#app/i18n.ts'
import { TotpDrawer } from './totp-drawer.tsx'

type Drawer = 'password' | 'pin' | 'totp' | null

export function SecuritySection() {
  const security = useSuspenseQuery(query(api.mySecurityGet, {})).data
  const [open, setOpen] = useState<Drawer>(null)
  const close = () => setOpen(null)
  return (
    <Section>
      <ul className="rg-settings">
        <Setting
          title={t('identity.account.password.title')}
          state={t('identity.account.password.state', { at: formatInstant(security.passwordChangedAt) })}
          action={<Button onClick={() => setOpen('password')}>{t('identity.account.password.change')}</Button>}
        />
        <Setting
          title={t('identity.account.pin.title')}
          state={t(`identity.account.pin.${security.isPinLocked ? 'locked' : security.hasPin ? 'on' : 'off'}`)}
          action={<Button onClick={() => setOpen('pin')}>{t('identity.account.pin.set')}</Button>}
        />
        <Setting
          title={t('identity.account.totp.title')}
          state={
            security.hasTotp
              ? t('identity.account.totp.on', { count: security.recoveryCodesLeft })
              : t('identity.account.totp.off')
          }
          action={
            <Button onClick={() => setOpen('totp')}>
              {t(security.hasTotp ? 'identity.account.totp.turnOff' : 'identity.account.totp.turnOn')}
            </Button>
          }
        />
      </ul>
      <PasswordDrawer open={open === 'password'} onClose={close} />
      <PinDrawer open={open === 'pin'} onClose={close} />
      <TotpDrawer open={open === 'totp'} isOn={security.hasTotp} onClose={close} />
    </Section>
  )
}

function Setting({ title, state, action }: { title: string; state: string; action: ReactNode }) {
  return (
    <li>
      <div>
        <strong>{title}</strong>
        <span>{state}</span>
      </div>
      {action}
    </li>
  )
}

type DrawerProps = { open: boolean; onClose: () => void }

function PasswordDrawer({ open, onClose }: DrawerProps) {
  const notice = useNotice()
  const change = useCommand(api.myPasswordChange, {
    onSuccess: () => {
      onClose()
      notice.done(t('identity.account.password.done'))
    },
  })
  return (
    <ConfirmDrawer open={open} title={t('identity.account.password.change')} onClose={onClose}>
      <CommandForm command={change}>
        <PasswordField
          name="currentPassword"
          label={t('identity.account.current')}
          autoComplete="current-password"
          autoFocus
        />
        <PasswordField
          name="newPassword"
          label={t('identity.account.password.new')}
          hint={t('identity.account.password.hint')}
          autoComplete="new-password"
          minLength={8}
        />
        <SubmitButton>{t('identity.account.password.save')}</SubmitButton>
      </CommandForm>
    </ConfirmDrawer>
  )
}

function PinDrawer({ open, onClose }: DrawerProps) {
  const notice = useNotice()
  const change = useCommand(api.myPinChange, {
    onSuccess: () => {
      onClose()
      notice.done(t('identity.account.pin.done'))
    },
  })
  return (
    <ConfirmDrawer open={open} title={t('identity.account.pin.set')} onClose={onClose}>
      <CommandForm command={change}>
        <PasswordField
          name="currentPassword"
          label={t('identity.account.current')}
          autoComplete="current-password"
          autoFocus
        />
        <PinField name="pin" label={t('identity.account.pin.new')} />
        <SubmitButton>{t('identity.account.pin.save')}</SubmitButton>
      </CommandForm>
    </ConfirmDrawer>
  )
}
