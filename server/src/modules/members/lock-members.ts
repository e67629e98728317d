import type { Work } from '#platform/work.ts'
import { isRefusal, refuse, type Refusal } from '#shared/refusal.ts'
import { type LockedMember, lockMemberRows } from './lock-queries.ts'
import { checkLive } from './member-status-rules.ts'

export type { LockedMember }

type LockRefusal = Refusal<'member_not_found' | 'member_merged' | 'member_erased' | 'member_blocked'>

/**
 * Locks members in key order for a command over their value, one statement of the flight. Each id has a member or a refusal:
 * unknown, merged into another (named in the details), erased, or blocked.
 */
export async function lockMembers(
  work: Work,
  ids: readonly string[],
): Promise<Map<string, LockedMember | LockRefusal>> {
  const rows = ids.length === 0 ? [] : await lockMemberRows(work, [...new Set(ids)])
  const byId = new Map(rows.map((row) => [row.id, row]))
  const locked = new Map<string, LockedMember | LockRefusal>()
  for (const id of ids) {
    const member = checkLive(byId.get(id))
    locked.set(id, !isRefusal(member) && member.status === 'blocked' ? refuse('member_blocked') : member)
  }
  return locked
}
