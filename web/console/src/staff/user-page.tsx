import { useSuspenseQuery } from '@tanstack/react-query'
import { useLoaderData, type LoaderFunctionArgs } from 'react-router'
import { api, query, useCommand } from '@staff/api'
import { CommandForm, Facts, InstantText, Page, Section, SubmitButton, TextField, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { idParam, paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay } from '#app/session.ts'
import { RolesField, StoresField } from './add-user-drawer.tsx'
import { UserState, type User } from './staff-page.tsx'
import { UserAccess } from './user-access.tsx'
import { UserSessions } from './user-sessions.tsx'
import '#console/settings/settings.css'
import './staff.css'

export async function loader({ params }: LoaderFunctionArgs) {
  const userId = idParam(params, 'userId')
  await Promise.all([
    queryClient.ensureQueryData(query(api.userGet, { userId })),
    queryClient.ensureQueryData(query(api.userSessionList, { userId })),
    queryClient.ensureQueryData(query(api.roleList, {})),
    queryClient.ensureQueryData(query(api.storeList, {})),
  ])
  return { userId }
}

/** One account: what it may do, where it is signed in, and how it gets back in. */
export function UserPage() {
  const { userId } = useLoaderData<typeof loader>()
  const user = useSuspenseQuery(query(api.userGet, { userId })).data
  const may = useMay()
  return (
    <Page
      title={user.name}
      badge={<UserState user={user} />}
      back={paths.staff()}
      lead={user.loginName}
      width="reading"
    >
      {may('staff.manage') ? <RightsForm user={user} /> : null}
      <Section title={t('staff.user.access')}>
        <Facts
          rows={[
            [t('staff.accounts.seen'), <InstantText key="seen" at={user.lastSeenAt} relative />],
            [t('staff.user.created'), <InstantText key="created" at={user.createdAt} />],
            [t('staff.accounts.totp'), t(user.hasTotp ? 'staff.user.on' : 'staff.user.off')],
            [
              t('staff.accounts.pin'),
              t(user.isPinLocked ? 'staff.accounts.pinLocked' : user.hasPin ? 'staff.user.on' : 'staff.user.off'),
            ],
          ]}
        />
        {may('staff.manage') && <UserAccess user={user} />}
      </Section>
      <UserSessions userId={userId} />
    </Page>
  )
}

type Fields = { name: string; roleIds: string[]; storeIds: string[] }

function RightsForm({ user }: { user: User }) {
  const roles = useSuspenseQuery(query(api.roleList, {})).data.items
  const stores = useSuspenseQuery(query(api.storeList, {})).data.items
  const notice = useNotice()
  const change = useCommand(api.userChange, { onSuccess: () => notice.done(t('staff.user.saved')) })
  const { name, roleIds, storeIds } = user
  return (
    <Section title={t('staff.user.rights')}>
      <CommandForm
        command={change}
        initial={{ name, roleIds, storeIds }}
        onSubmit={({ storeIds, ...fields }: Fields) =>
          change.mutate({ userId: user.id, ...fields, storeIds: storeIds.length > 0 ? storeIds : null })
        }
      >
        <TextField name="name" label={t('staff.accounts.name')} maxLength={80} />
        <RolesField roles={roles} />
        <StoresField stores={stores} />
        <SubmitButton>{t('staff.user.save')}</SubmitButton>
      </CommandForm>
    </Section>
  )
}
