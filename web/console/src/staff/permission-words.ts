import { allPermissions, isPermission, permissionGroups, permissions } from '#modules/identity/permission-rules.ts'
import { language } from '#app/i18n.ts'

const groupOf = (code: string) => code.split('.', 1)[0] ?? ''

/** The permissions in the order of the table, under their headings. One whose module has no heading stands under its own name. */
export const groupedPermissions = [...new Set([...Object.keys(permissionGroups), ...allPermissions.map(groupOf)])]
  .map((group) => ({ group, codes: allPermissions.filter((code) => groupOf(code) === group) as string[] }))
  .filter(({ codes }) => codes.length > 0)

export function permissionTitle(code: string): string {
  return isPermission(code) ? permissions[code][language()] : code
}

export function groupTitle(group: string): string {
  return permissionGroups[group]?.[language()] ?? group
}
