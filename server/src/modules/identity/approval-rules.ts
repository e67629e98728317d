import { refuse, type Refusal } from '#shared/refusal.ts'

/** Long enough to finish the sale it was asked for, short enough not to be kept for another. */
export const approvalSeconds = 5 * 60

export type Approval = {
  id: string
  permission: string
  subjectKind: string
  subjectId: string
  amountCents: number | null
  reason: string
  requestedBy: string
  approvedBy: string
  expiresAt: Date
  usedAt: Date | null
}

/** What somebody is about to do with an approval. */
export type ApprovalNeed = {
  permission: string
  subject: { kind: string; id: string }
  /** What the step is worth; the approval holds up to the amount it was given for. */
  amountCents?: number
  requestedBy: string
}

type ApprovalRefusal = Refusal<'approval_used' | 'approval_expired' | 'approval_mismatch'>

/** An approval holds once, for minutes, for the person who asked, this permission, this subject and no more than its amount. */
export function checkApproval(approval: Approval, need: ApprovalNeed, at: Date): Approval | ApprovalRefusal {
  const isForThis =
    approval.permission === need.permission &&
    approval.subjectKind === need.subject.kind &&
    approval.subjectId === need.subject.id &&
    approval.requestedBy === need.requestedBy &&
    (need.amountCents ?? 0) <= (approval.amountCents ?? 0)
  if (!isForThis) return refuse('approval_mismatch')
  if (approval.usedAt) return refuse('approval_used')
  return at < approval.expiresAt ? approval : refuse('approval_expired')
}
