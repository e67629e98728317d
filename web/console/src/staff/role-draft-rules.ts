/** Ticks that are not saved yet: role → its permissions as they would be. */
export type RoleDrafts = ReadonlyMap<string, ReadonlySet<string>>

type RoleSet = { id: string; permissions: readonly string[] }

export function permissionsOf(role: RoleSet, drafts: RoleDrafts): ReadonlySet<string> {
  return drafts.get(role.id) ?? new Set(role.permissions)
}

export function toggled(drafts: RoleDrafts, role: RoleSet, code: string): RoleDrafts {
  const next = new Set(permissionsOf(role, drafts))
  if (!next.delete(code)) next.add(code)
  return new Map(drafts).set(role.id, next)
}

/** The roles that differ from what is saved, with the number of ticks that do. Ticked and unticked again is no change. */
export function changedRoles(roles: readonly RoleSet[], drafts: RoleDrafts) {
  return roles.flatMap((role) => {
    const now = drafts.get(role.id)
    if (!now) return []
    const before = new Set(role.permissions)
    const changes = now.symmetricDifference(before).size
    return changes === 0 ? [] : [{ roleId: role.id, permissions: [...now].sort(), changes }]
  })
}
