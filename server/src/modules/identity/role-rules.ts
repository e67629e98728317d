import { refuse, type Refusal } from '#shared/refusal.ts'
import { isPermission } from './permission-rules.ts'

/** A set of permissions without doubles, in order. Refuses a code that no module declares. */
export function checkPermissions(codes: readonly string[]): string[] | Refusal<'invalid_permission'> {
  const unknown = codes.find((code) => !isPermission(code))
  return unknown === undefined
    ? [...new Set(codes)].sort()
    : refuse('invalid_permission', { permission: unknown.slice(0, 60) })
}

/**
 * Nobody hands out, or takes over by a role, what they may not do themselves: otherwise managing staff would be the way to
 * every other permission. What a role already held may stay in it.
 */
export function checkGrant(
  own: ReadonlySet<string>,
  granted: readonly string[],
  before: readonly string[] = [],
): readonly string[] | Refusal<'grant_exceeds_own'> {
  const missing = granted.filter((code) => !own.has(code) && !before.includes(code))
  return missing.length === 0 ? granted : refuse('grant_exceeds_own', { missing: missing.join(', ') })
}
