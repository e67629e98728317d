import type { Work } from '#platform/work.ts'
import { updateStatus } from './change-queries.ts'
import { lockWhole } from './update-member.ts'

/** Stops a member from being used at the till until unblocked. What the shop owes them stays. Blocking twice changes nothing. */
export async function blockMember(
  work: Work,
  { memberId, reason }: { memberId: string; reason: string },
): Promise<{ memberId: string }> {
  return changeStatus(work, memberId, { status: 'blocked', reason })
}

export async function unblockMember(work: Work, { memberId }: { memberId: string }): Promise<{ memberId: string }> {
  return changeStatus(work, memberId, { status: 'active', reason: null })
}

async function changeStatus(
  work: Work,
  memberId: string,
  next: { status: 'active' | 'blocked'; reason: string | null },
): Promise<{ memberId: string }> {
  const member = await lockWhole(work, memberId)
  if (member.status === next.status) return { memberId }
  await updateStatus(work, memberId, next)
  const subject = { kind: 'member', id: memberId }
  work.emit({ type: next.status === 'blocked' ? 'member.blocked' : 'member.unblocked', subject, data: {} })
  work.audit({
    action: 'members.edit',
    subject,
    changes: { status: [member.status, next.status] },
    ...(next.reason ? { reason: next.reason } : {}),
  })
  return { memberId }
}
