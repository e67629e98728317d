import { Button } from 'antd'
import { useState } from 'react'
import { api, useCommand } from '@staff/api'
import { CommandForm, ConfirmDrawer, DangerButton, RefusalText, SubmitButton, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { NewPasswordField } from './new-password-field.tsx'
import type { User } from './staff-page.tsx'

type Drawer = 'password' | 'totp' | 'disable' | null

/** Ways in and out of somebody's account. */
export function UserAccess({ user }: { user: User }) {
  const [open, setOpen] = useState<Drawer>(null)
  const notice = useNotice()
  const enable = useCommand(api.userDisablementDelete, { onSuccess: () => notice.done(t('staff.user.enabled')) })
  const close = () => setOpen(null)
  return (
    <div className="rg-access">
      <Button onClick={() => setOpen('password')}>{t('staff.user.resetPassword')}</Button>
      {user.hasTotp && <Button onClick={() => setOpen('totp')}>{t('staff.user.removeTotp')}</Button>}
      {user.disabledAt ? (
        <Button loading={enable.isPending} onClick={() => enable.mutate({ userId: user.id })}>
          {t('staff.user.enable')}
        </Button>
      ) : (
        <Button danger onClick={() => setOpen('disable')}>
          {t('staff.user.disable')}
        </Button>
      )}
      <RefusalText error={enable.error} />
      <ResetDrawer user={user} open={open === 'password'} onClose={close} />
      <RemoveTotpDrawer user={user} open={open === 'totp'} onClose={close} />
      <DisableDrawer user={user} open={open === 'disable'} onClose={close} />
    </div>
  )
}

type DrawerProps = { user: User; open: boolean; onClose: () => void }

function ResetDrawer({ user, open, onClose }: DrawerProps) {
  const notice = useNotice()
  const reset = useCommand(api.userPasswordResetCreate, {
    onSuccess: () => {
      onClose()
      notice.done(t('staff.user.resetDone'))
    },
  })
  return (
    <ConfirmDrawer open={open} title={t('staff.user.resetPassword')} onClose={onClose}>
      <CommandForm
        command={reset}
        onSubmit={({ password }: { password: string }) => reset.mutate({ userId: user.id, password })}
      >
        <p className="rg-drawer-text">{t('staff.user.resetText', { name: user.name })}</p>
        <NewPasswordField name="password" label={t('staff.password.first')} hint={t('staff.password.firstHint')} />
        <SubmitButton>{t('staff.user.resetPassword')}</SubmitButton>
      </CommandForm>
    </ConfirmDrawer>
  )
}

function RemoveTotpDrawer({ user, open, onClose }: DrawerProps) {
  const remove = useCommand(api.userTotpDelete, { onSuccess: onClose })
  return (
    <ConfirmDrawer open={open} title={t('staff.user.removeTotp')} onClose={onClose}>
      <CommandForm command={remove} onSubmit={() => remove.mutate({ userId: user.id })}>
        <p className="rg-drawer-text">{t('staff.user.removeTotpText', { name: user.name })}</p>
        <DangerButton>{t('staff.user.removeTotp')}</DangerButton>
      </CommandForm>
    </ConfirmDrawer>
  )
}

function DisableDrawer({ user, open, onClose }: DrawerProps) {
  const disable = useCommand(api.userDisablementCreate, { onSuccess: onClose })
  return (
    <ConfirmDrawer open={open} title={t('staff.user.disable')} onClose={onClose}>
      <CommandForm command={disable} onSubmit={() => disable.mutate({ userId: user.id })}>
        <p className="rg-drawer-text">{t('staff.user.disableText', { name: user.name })}</p>
        <DangerButton>{t('staff.user.disableConfirm', { name: user.name })}</DangerButton>
      </CommandForm>
    </ConfirmDrawer>
  )
}
