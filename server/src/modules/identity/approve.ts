import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { insertApproval } from './approval-queries.ts'
import { approvalSeconds } from './approval-rules.ts'
import { readRights, readUser, readUserStoreIds } from './user-queries.ts'

export type ApprovalInput = {
  approvalId: string
  permission: string
  subject: { kind: string; id: string }
  amountCents?: number
  reason: string
  storeId: string | null
  /** Whose PIN or password was checked before. */
  approvedBy: string
}

/**
 * Records a manager's yes to what the work's actor is about to do. Who the manager is was proved before.
 *
 * Refuses a manager who lacks the permission or does not work at the store.
 */
export async function approve(work: Work, input: ApprovalInput) {
  const { approvalId, permission, subject, amountCents, reason, storeId, approvedBy } = input
  if (work.actor.kind !== 'staff') throw new Refused('not_allowed')
  const requestedBy = work.actor.userId
  const manager = await readUser(work, approvedBy)
  if (!manager || manager.disabledAt || manager.mustChangePassword) throw new Refused('approver_not_allowed')
  const rights = await readRights(work, approvedBy)
  if (!rights.isOwner && !rights.permissions.includes(permission))
    throw new Refused('approver_not_allowed', { permission })
  if (storeId && !manager.everyStore && !(await readUserStoreIds(work, approvedBy)).includes(storeId))
    throw new Refused('approver_not_allowed', { permission })

  const expiresAt = new Date(work.at.getTime() + approvalSeconds * 1000)
  const row = {
    id: approvalId,
    permission,
    subjectKind: subject.kind,
    subjectId: subject.id,
    reason,
    requestedBy,
    approvedBy,
  }
  if (!(await insertApproval(work, { ...row, amountCents: amountCents ?? null, storeId, expiresAt })))
    throw new Refused('approval_used')
  work.audit({
    action: 'approval.give',
    subject,
    reason,
    approvedBy,
    changes: { permission: [null, permission], amountCents: [null, amountCents ?? null] },
  })
  return { approvalId, expiresAt }
}
