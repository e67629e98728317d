import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api, query, useCommand } from '@staff/api'
import { Page, RefusalText, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay } from '#app/session.ts'
import { MakeRoleDrawer } from './role-drawers.tsx'
import { changedRoles, toggled, type RoleDrafts } from './role-draft-rules.ts'
import { RoleMatrix } from './role-matrix.tsx'
import { StaffTabs } from './staff-tabs.tsx'
import '#console/settings/settings.css'
import './staff.css'

export async function loader() {
  await queryClient.ensureQueryData(query(api.roleList, {}))
  return null
}

/** Roles beside each other: who may do what, changed by ticking and saved together. */
export function RolesPage() {
  const roles = useSuspenseQuery(query(api.roleList, {})).data.items
  const may = useMay()
  const [drafts, setDrafts] = useState<RoleDrafts>(new Map())
  const [isMaking, setMaking] = useState(false)
  const changed = changedRoles(roles, drafts)
  return (
    <Page
      title={t('staff.title')}
      lead={t('staff.roles.lead')}
      actions={
        may('staff.manage') && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
            {t('staff.roles.make')}
          </Button>
        )
      }
    >
      <StaffTabs />
      <RoleMatrix
        roles={roles}
        drafts={drafts}
        onToggle={(role, code) => setDrafts((before) => toggled(before, role, code))}
      />
      {changed.length > 0 && <SaveBar changed={changed} onClear={() => setDrafts(new Map())} />}
      <MakeRoleDrawer open={isMaking} roles={roles} onClose={() => setMaking(false)} />
    </Page>
  )
}

type SaveBarProps = { changed: ReturnType<typeof changedRoles>; onClear: () => void }

function SaveBar({ changed, onClear }: SaveBarProps) {
  const notice = useNotice()
  const change = useCommand(api.roleChange, { changes: [api.roleList, api.sessionGet] })
  const count = changed.reduce((sum, { changes }) => sum + changes, 0)
  const save = async () => {
    try {
      for (const { roleId, permissions } of changed) await change.mutateAsync({ roleId, permissions })
    } catch {
      return // what was refused is said in the bar; what was saved is read again, and the rest stays ticked
    }
    onClear()
    notice.done(t('staff.roles.saved'))
  }
  return (
    <div className="rg-save-bar" role="region" aria-label={t('staff.roles.unsaved', { count })}>
      <span>{t('staff.roles.unsaved', { count })}</span>
      <RefusalText error={change.error} />
      <Button onClick={onClear}>{t('staff.roles.discard')}</Button>
      <Button type="primary" loading={change.isPending} onClick={() => void save()}>
        {t('staff.roles.save')}
      </Button>
    </div>
  )
}
