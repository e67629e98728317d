import { UserAddOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api, query, type ResponseOf } from '@staff/api'
import { Avatar, InstantText, listText, Page, StatusTag, type ListColumn } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay, useSession } from '#app/session.ts'
import { RowsTable } from '#console/settings/rows-table.tsx'
import { AddUserDrawer } from './add-user-drawer.tsx'
import { StaffTabs } from './staff-tabs.tsx'
import '#console/settings/settings.css'
import './staff.css'

export type User = ResponseOf<typeof api.userList>['items'][number]
export type Role = ResponseOf<typeof api.roleList>['items'][number]

export async function loader() {
  await Promise.all([
    queryClient.ensureQueryData(query(api.userList, {})),
    queryClient.ensureQueryData(query(api.roleList, {})),
    queryClient.ensureQueryData(query(api.storeList, {})),
  ])
  return null
}

/** Who may sign in, as what, and where. */
export function StaffPage() {
  const users = useSuspenseQuery(query(api.userList, {})).data.items
  const roles = useSuspenseQuery(query(api.roleList, {})).data.items
  const stores = useSuspenseQuery(query(api.storeList, {})).data.items
  const { user: self } = useSession()
  const may = useMay()
  const [isAdding, setAdding] = useState(false)
  const columns = userColumns({
    selfId: self.id,
    roleName: (id) => roles.find((role) => role.id === id)?.name ?? '–',
    storeName: (id) => stores.find((store) => store.id === id)?.name ?? '–',
  })
  return (
    <Page
      title={t('staff.title')}
      lead={t('staff.accounts.lead')}
      actions={
        may('staff.manage') && (
          <Button type="primary" icon={<UserAddOutlined />} onClick={() => setAdding(true)}>
            {t('staff.accounts.add')}
          </Button>
        )
      }
    >
      <StaffTabs />
      <RowsTable
        label={t('staff.accounts.title')}
        rows={users}
        columns={columns}
        rowHref={({ id }) => paths.staffUser({ userId: id })}
      />
      <AddUserDrawer open={isAdding} roles={roles} stores={stores} onClose={() => setAdding(false)} />
    </Page>
  )
}

type Names = { selfId: string; roleName: (id: string) => string; storeName: (id: string) => string }

function userColumns({ selfId, roleName, storeName }: Names): ListColumn<User>[] {
  return [
    {
      key: 'name',
      title: t('staff.accounts.name'),
      render: ({ id, name, disabledAt }) => (
        <span className={disabledAt ? 'rg-named rg-faint' : 'rg-named'}>
          <Avatar name={name} /> {name}{' '}
          {id === selfId && <StatusTag tone="primary">{t('staff.accounts.you')}</StatusTag>}
        </span>
      ),
    },
    { key: 'login', title: t('staff.accounts.loginName'), render: ({ loginName }) => loginName },
    { key: 'roles', title: t('staff.accounts.roles'), render: ({ roleIds }) => listText(roleIds.map(roleName)) },
    {
      key: 'stores',
      title: t('staff.accounts.stores'),
      render: ({ everyStore, storeIds }) =>
        everyStore ? t('staff.accounts.everyStore') : listText(storeIds.map(storeName)),
    },
    { key: 'security', title: t('staff.accounts.security'), render: (user) => <Security user={user} /> },
    {
      key: 'seen',
      title: t('staff.accounts.seen'),
      render: ({ lastSeenAt }) => <InstantText at={lastSeenAt} relative />,
    },
    { key: 'state', title: t('staff.accounts.state'), render: (user) => <UserState user={user} /> },
  ]
}

function Security({ user: { hasTotp, hasPin, isPinLocked } }: { user: User }) {
  return (
    <span className="rg-tags">
      {hasTotp && <StatusTag tone="good">{t('staff.accounts.totp')}</StatusTag>}
      {hasPin && !isPinLocked && <StatusTag>{t('staff.accounts.pin')}</StatusTag>}
      {isPinLocked && <StatusTag tone="bad">{t('staff.accounts.pinLocked')}</StatusTag>}
    </span>
  )
}

export function UserState({ user: { disabledAt, mustChangePassword } }: { user: User }) {
  if (disabledAt) return <StatusTag>{t('staff.accounts.disabled')}</StatusTag>
  if (mustChangePassword) return <StatusTag tone="warn">{t('staff.accounts.invited')}</StatusTag>
  return <StatusTag tone="good">{t('staff.accounts.active')}</StatusTag>
}
