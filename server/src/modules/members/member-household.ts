import type { Work } from '#platform/work.ts'
import { accept } from '#shared/refusal.ts'
import { insertHousehold, setHousehold } from './household-queries.ts'
import { lockMembers } from './lock-members.ts'

/**
 * Puts a member into the household of another. When the other has none yet, the two begin one under `id`. A member is in one
 * household at a time: joining another leaves the one before. Locks both, in key order.
 */
export async function joinHousehold(
  work: Work,
  { id, memberId, withMemberId, name }: { id: string; memberId: string; withMemberId: string; name: string },
): Promise<{ householdId: string }> {
  const locked = await lockMembers(work, [memberId, withMemberId])
  const [member, other] = [accept(locked.get(memberId)!), accept(locked.get(withMemberId)!)]
  const householdId = other.householdId ?? id
  if (!other.householdId) await insertHousehold(work, { id, name: name.trim() })
  const joining = [...new Set([member, other])].filter((each) => each.householdId !== householdId)
  await setHousehold(
    work,
    joining.map((each) => each.id),
    householdId,
  )
  for (const each of joining) tell(work, each.id, each.householdId, householdId)
  return { householdId }
}

/** Takes a member out of the household; a household of nobody is nothing, and stays as an empty row. */
export async function leaveHousehold(work: Work, { memberId }: { memberId: string }): Promise<{ memberId: string }> {
  const member = accept((await lockMembers(work, [memberId])).get(memberId)!)
  if (member.householdId === null) return { memberId }
  await setHousehold(work, [memberId], null)
  tell(work, memberId, member.householdId, null)
  return { memberId }
}

function tell(work: Work, memberId: string, before: string | null, after: string | null): void {
  const subject = { kind: 'member', id: memberId }
  work.emit({
    type: after ? 'member.household_joined' : 'member.household_left',
    subject,
    data: { householdId: after ?? before },
  })
  work.audit({ action: 'members.edit', subject, changes: { householdId: [before, after] } })
}
