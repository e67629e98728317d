import { EllipsisOutlined, LockOutlined } from '@ant-design/icons'
import { Button, Checkbox, Dropdown, Tooltip } from 'antd'
import { Fragment, useState } from 'react'
import { t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'
import { groupedPermissions, groupTitle, permissionTitle } from './permission-words.ts'
import { permissionsOf, type RoleDrafts } from './role-draft-rules.ts'
import { RemoveRoleDrawer, RenameRoleDrawer } from './role-drawers.tsx'
import type { Role } from './staff-page.tsx'

type RoleMatrixProps = { roles: readonly Role[]; drafts: RoleDrafts; onToggle: (role: Role, code: string) => void }

export function RoleMatrix({ roles, drafts, onToggle }: RoleMatrixProps) {
  return (
    <div className="rg-card rg-matrix-scroll" tabIndex={-1}>
      <table className="rg-matrix" aria-label={t('staff.roles.title')}>
        <thead>
          <tr>
            <th scope="col">{t('staff.roles.permission')}</th>
            {roles.map((role) => (
              <RoleHeading key={role.id} role={role} />
            ))}
          </tr>
        </thead>
        <tbody>
          {groupedPermissions.map(({ group, codes }) => (
            <Fragment key={group}>
              <tr className="rg-matrix-group">
                <th scope="rowgroup" colSpan={roles.length + 1}>
                  {groupTitle(group)}
                </th>
              </tr>
              {codes.map((code) => (
                <tr key={code}>
                  <th scope="row">{permissionTitle(code)}</th>
                  {roles.map((role) => (
                    <Cell key={role.id} role={role} code={code} drafts={drafts} onToggle={onToggle} />
                  ))}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell({ role, code, drafts, onToggle }: { role: Role; code: string } & Omit<RoleMatrixProps, 'roles'>) {
  const may = useMay()
  const label = t('staff.roles.cell', { role: role.name, permission: permissionTitle(code) })
  if (role.code === 'owner')
    return (
      <td>
        <Checkbox checked disabled aria-label={label} />
      </td>
    )
  const isOn = permissionsOf(role, drafts).has(code)
  const isChanged = isOn !== role.permissions.includes(code)
  // Nobody gives what they may not do; what a role has already can be taken.
  const isFixed = !may('staff.manage') || (!isOn && !may(code))
  return (
    <td className={isChanged ? 'rg-matrix-changed' : undefined}>
      <Checkbox checked={isOn} disabled={isFixed} aria-label={label} onChange={() => onToggle(role, code)} />
    </td>
  )
}

function RoleHeading({ role }: { role: Role }) {
  const may = useMay()
  const [open, setOpen] = useState<'rename' | 'remove' | null>(null)
  const items = [
    { key: 'rename', label: t('staff.roles.rename') },
    ...(role.code ? [] : [{ key: 'remove', label: t('staff.roles.remove'), danger: true }]),
  ]
  return (
    <th scope="col">
      <span className="rg-matrix-role">
        {role.name}
        {role.code === 'owner' ? (
          <Tooltip title={t('staff.roles.ownerText')}>
            <LockOutlined />
          </Tooltip>
        ) : (
          may('staff.manage') && (
            <Dropdown menu={{ items, onClick: ({ key }) => setOpen(key as 'rename' | 'remove') }} trigger={['click']}>
              <Button
                type="text"
                size="small"
                icon={<EllipsisOutlined />}
                aria-label={t('staff.roles.menu', { role: role.name })}
              />
            </Dropdown>
          )
        )}
      </span>
      <span className="rg-matrix-users">{t('staff.roles.users', { count: role.users })}</span>
      <RenameRoleDrawer role={role} open={open === 'rename'} onClose={() => setOpen(null)} />
      <RemoveRoleDrawer role={role} open={open === 'remove'} onClose={() => setOpen(null)} />
    </th>
  )
}
