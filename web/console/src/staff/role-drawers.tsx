import { api, useCommand } from '@staff/api'
import { CommandForm, ConfirmDrawer, DangerButton, SelectField, SubmitButton, TextField } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'
import type { Role } from './staff-page.tsx'

type MakeRoleDrawerProps = { open: boolean; roles: readonly Role[]; onClose: () => void }

export function MakeRoleDrawer({ open, roles, onClose }: MakeRoleDrawerProps) {
  const may = useMay()
  const make = useCommand(api.roleCreate, { changes: [api.roleList], onSuccess: onClose })
  const submit = ({ name, likeRoleId }: { name: string; likeRoleId?: string }) => {
    const like = roles.find(({ id }) => id === likeRoleId)
    make.mutate({ name, permissions: (like?.permissions ?? []).filter(may) })
  }
  return (
    <ConfirmDrawer open={open} title={t('staff.roles.make')} onClose={onClose}>
      <CommandForm command={make} onSubmit={submit}>
        <TextField
          name="name"
          label={t('staff.roles.name')}
          placeholder={t('staff.roles.nameExample')}
          maxLength={40}
          autoFocus
        />
        <SelectField
          name="likeRoleId"
          label={t('staff.roles.like')}
          hint={t('staff.roles.likeHint')}
          isOptional
          options={roles.filter(({ code }) => code !== 'owner').map(({ id, name }) => ({ value: id, label: name }))}
        />
        <SubmitButton>{t('staff.roles.make')}</SubmitButton>
      </CommandForm>
    </ConfirmDrawer>
  )
}

type RoleDrawerProps = { role: Role; open: boolean; onClose: () => void }

export function RenameRoleDrawer({ role, open, onClose }: RoleDrawerProps) {
  const rename = useCommand(api.roleChange, { changes: [api.roleList], onSuccess: onClose })
  return (
    <ConfirmDrawer open={open} title={t('staff.roles.rename')} onClose={onClose}>
      <CommandForm
        command={rename}
        initial={{ name: role.name }}
        onSubmit={({ name }: { name: string }) => rename.mutate({ roleId: role.id, name })}
      >
        <TextField name="name" label={t('staff.roles.name')} maxLength={40} autoFocus />
        <SubmitButton>{t('staff.roles.save')}</SubmitButton>
      </CommandForm>
    </ConfirmDrawer>
  )
}

export function RemoveRoleDrawer({ role, open, onClose }: RoleDrawerProps) {
  const remove = useCommand(api.roleDelete, { changes: [api.roleList], onSuccess: onClose })
  return (
    <ConfirmDrawer open={open} title={t('staff.roles.remove')} onClose={onClose}>
      <CommandForm command={remove} onSubmit={() => remove.mutate({ roleId: role.id })}>
        <p className="rg-drawer-text">{t('staff.roles.removeText', { role: role.name })}</p>
        <DangerButton>{t('staff.roles.removeConfirm', { role: role.name })}</DangerButton>
      </CommandForm>
    </ConfirmDrawer>
  )
}
