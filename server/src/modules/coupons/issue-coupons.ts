import { lockMembers } from '#modules/members/lock-members.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { accept, isRefusal, Refused } from '#shared/refusal.ts'
import type { Audience } from './audience-rules.ts'
import { planIssue } from './issue-rules.ts'
import { lockIssuing, readIssuedCoupons, writeIssue } from './issue-queries.ts'
import { couponZone } from './save-template.ts'
import { readTemplate } from './template-queries.ts'
import { couponPeriod } from './template-rules.ts'

export type IssueInput = {
  /** The key of the command: the same issue again answers with what was issued then. */
  issueId: string
  templateId: string
  memberIds: readonly string[]
  /** Why, for the audit log and the list of issues. */
  reason: string
  /** The event by which the caller tells the member of what it gave: nobody is told of one coupon twice. */
  toldBy?: string
  /** By what the members were chosen, for the list of issues; left out: one by one. */
  audience?: Audience
}

export type Issued = {
  issueId: string
  coupons: { couponId: string; memberId: string }[]
  /** Who got none: at the limit already, or no member any more. */
  skippedIds: string[]
}

type Issuing = IssueInput & { kind: 'given' | 'claimed'; opensBy?: Date }

/**
 * Gives each of these members a coupon of the template. A single member at the limit is refused; in a list those who have
 * theirs, are blocked or gone are passed over and named.
 *
 * Locks members, then the template and the counters that its limits need, in key order: without a limit nobody waits.
 * Refuses when the template is stopped or over, or the pool holds fewer than the list needs.
 */
export async function issueCoupons(work: Work, input: IssueInput): Promise<Issued> {
  return issue(work, { ...input, kind: 'given' })
}

/**
 * A member takes a coupon that is free to take. Refuses as issuing to one member does, and what opens after `opensBy`: now, or as many
 * hours ahead as the member has early access.
 */
export async function claimCoupon(
  work: Work,
  {
    memberId,
    opensBy = work.at,
    ...input
  }: Omit<IssueInput, 'memberIds' | 'reason'> & { memberId: string; opensBy?: Date },
): Promise<{ couponId: string }> {
  const { coupons } = await issue(work, { ...input, memberIds: [memberId], reason: '', kind: 'claimed', opensBy })
  return { couponId: coupons[0]!.couponId }
}

async function issue(work: Work, input: Issuing): Promise<Issued> {
  const { issueId, templateId, kind, opensBy, reason } = input
  const before = await readIssuedCoupons(work, issueId)
  if (before.length > 0) {
    return {
      issueId,
      coupons: before.map(({ id, memberId }) => ({ couponId: id, memberId: memberId! })),
      skippedIds: [],
    }
  }
  const wantedIds = [...new Set(input.memberIds)]
  const isList = wantedIds.length > 1
  const members = await lockMembers(work, wantedIds)
  const liveIds = wantedIds.filter((id) => !isRefusal(members.get(id)!))
  if (!isList && liveIds.length === 0) accept(members.get(wantedIds[0]!)!)

  // Sent after the locks of the same flight: a template changed while we waited is seen.
  const [counters, template] = await Promise.all([
    lockIssuing(work, templateId, liveIds),
    readTemplate(work, templateId),
  ])
  if (!template) throw new Refused('coupon_template_not_found')
  const { version, validity, terms, memberLimit } = template
  const period = couponPeriod(validity, work.at, await couponZone(work, terms.storeIds))
  const plan = accept(
    planIssue(
      { ...template, ...counters, isStopped: template.stoppedAt !== null },
      { memberIds: liveIds, isClaim: kind === 'claimed', isOver: period === null, opensBy },
    ),
  )
  if (!isList && plan.memberIds.length === 0) throw new Refused('coupon_member_limit', { limit: memberLimit })

  const coupons = plan.memberIds.map((memberId) => ({ id: newId(work.at.getTime()), memberId }))
  if (coupons.length > 0) {
    const head = {
      id: issueId,
      templateId,
      templateVersion: version,
      kind,
      reason,
      memberLimit,
      audience: input.audience,
    }
    await writeIssue(work, { ...head, ...period! }, coupons)
  }
  tellIssued(work, input, coupons)
  if (kind === 'given') auditIssue(work, { issueId, templateId, reason }, coupons.length)
  const skippedIds = [...wantedIds.filter((id) => !liveIds.includes(id)), ...plan.skippedIds]
  return { issueId, coupons: coupons.map(({ id, memberId }) => ({ couponId: id, memberId })), skippedIds }
}

/** Tells of the coupons of an issue, on each member's line. */
export function tellIssued(
  work: Work,
  { templateId, issueId, kind, toldBy }: Pick<Issuing, 'templateId' | 'issueId' | 'kind' | 'toldBy'>,
  coupons: readonly { id: string; memberId: string }[],
): void {
  work.emit(
    ...coupons.map(({ id: couponId, memberId }) => ({
      type: 'coupon.issued',
      subject: { kind: 'member', id: memberId },
      data: { couponId, templateId, issueId, kind, ...(toldBy ? { toldBy } : {}) },
    })),
  )
}

/** One line of the audit log for an act of issuing, however many it is for. */
export function auditIssue(
  work: Work,
  { issueId, templateId, reason }: Pick<Issuing, 'issueId' | 'templateId' | 'reason'>,
  count: number,
): void {
  work.audit({
    action: 'coupons.issue',
    subject: { kind: 'coupon_template', id: templateId },
    changes: { issued: [null, count], issueId: [null, issueId] },
    ...(reason && { reason }),
  })
}
