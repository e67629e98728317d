import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { lockApprovalRows, markApprovalsUsed } from './approval-queries.ts'
import { type Approval, checkApproval } from './approval-rules.ts'

/**
 * Locks a batch's approvals, by id, for the decision with `checkApproval`. Approvals stand before members in the order of
 * locks. One statement of the flight.
 */
export async function lockApprovals(work: Work, ids: readonly string[]): Promise<Map<string, Approval>> {
  if (ids.length === 0) return new Map()
  return new Map((await lockApprovalRows(work, ids)).map((approval) => [approval.id, approval]))
}

/** Writes that approvals were used, set-wise. */
export async function useApprovals(work: Work, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await markApprovalsUsed(work, ids)
}

/**
 * Uses a manager's approval for one step of the work's actor, and returns who approved and why, for the audit line.
 *
 * Locks the approval. Refuses an unknown, used or expired one, and one given for something else or for less.
 */
export async function consumeApproval(
  work: Work,
  need: { approvalId: string; permission: string; subject: { kind: string; id: string }; amountCents?: number },
): Promise<{ approvedBy: string; reason: string }> {
  const { approvalId, ...step } = need
  const approval = (await lockApprovals(work, [approvalId])).get(approvalId)
  if (!approval) throw new Refused('approval_not_found')
  const { approvedBy, reason } = accept(
    checkApproval(approval, { ...step, requestedBy: actorId(work.actor) ?? '' }, work.at),
  )
  await useApprovals(work, [approvalId])
  return { approvedBy, reason }
}
