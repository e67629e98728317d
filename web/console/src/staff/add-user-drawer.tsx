import { useNavigate } from 'react-router'
import { api, useCommand, type ResponseOf } from '@staff/api'
import { CommandForm, ConfirmDrawer, SubmitButton, TextField, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { ChoicesField } from '#console/settings/setting-fields.tsx'
import { NewPasswordField } from './new-password-field.tsx'
import type { Role } from './staff-page.tsx'

type Store = ResponseOf<typeof api.storeList>['items'][number]
type AddUserDrawerProps = { open: boolean; roles: readonly Role[]; stores: readonly Store[]; onClose: () => void }
type Fields = { name: string; loginName: string; roleIds: string[]; storeIds?: string[]; password: string }

export function AddUserDrawer({ open, roles, stores, onClose }: AddUserDrawerProps) {
  const navigate = useNavigate()
  const notice = useNotice()
  const create = useCommand(api.userCreate, {
    changes: [api.userList, api.roleList],
    onSuccess: ({ userId }) => {
      onClose()
      notice.done(t('staff.accounts.added'))
      return navigate(paths.staffUser({ userId }))
    },
  })
  const cashier = roles.find(({ code }) => code === 'cashier')
  return (
    <ConfirmDrawer open={open} title={t('staff.accounts.add')} onClose={onClose}>
      <CommandForm
        command={create}
        initial={{ roleIds: cashier ? [cashier.id] : [], storeIds: [] }}
        onSubmit={({ storeIds = [], ...fields }: Fields) =>
          create.mutate({ ...fields, storeIds: storeIds.length > 0 ? storeIds : null })
        }
      >
        <TextField name="name" label={t('staff.accounts.name')} maxLength={80} autoFocus />
        <TextField
          name="loginName"
          label={t('staff.accounts.loginName')}
          hint={t('staff.accounts.loginNameHint')}
          maxLength={60}
        />
        <RolesField roles={roles} />
        <StoresField stores={stores} />
        <NewPasswordField name="password" label={t('staff.password.first')} hint={t('staff.password.firstHint')} />
        <SubmitButton>{t('staff.accounts.add')}</SubmitButton>
      </CommandForm>
    </ConfirmDrawer>
  )
}

export function RolesField({ roles }: { roles: readonly Role[] }) {
  return (
    <ChoicesField
      name="roleIds"
      label={t('staff.accounts.roles')}
      options={roles.map(({ id, name }) => ({ value: id, label: name }))}
    />
  )
}

/** No store chosen means every store. */
export function StoresField({ stores }: { stores: readonly Store[] }) {
  return (
    <ChoicesField
      name="storeIds"
      label={t('staff.accounts.stores')}
      hint={t('staff.accounts.storesHint')}
      placeholder={t('staff.accounts.everyStore')}
      isOptional
      options={stores.map(({ id, name }) => ({ value: id, label: name }))}
    />
  )
}
