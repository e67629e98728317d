import { planClawback } from '#modules/ledger/clawback-rules.ts'
import { applyPlan } from '#modules/ledger/ledger-rules.ts'
import { lockLedger, postingOf, writeLedger } from '#modules/ledger/post-ledger.ts'
import { lockMembers } from '#modules/members/lock-members.ts'
import { readLiveMember } from '#modules/members/read-live-member.ts'
import { survivorOf } from '#modules/members/survivor.ts'
import type { Subscription } from '#platform/outbox.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { type Deed, earnForAction } from './action-earn.ts'
import { readActionPolicy } from './action-policy.ts'
import { insertActionReturns, lockActionBudget, moveActionBudget, readUsesOfVisit } from './action-queries.ts'

/**
 * The first visit of a member that cost something: both sides of a referral are rewarded, the newcomer and who brought them. Nobody
 * brings themselves, nor, after a merge, a record of their own. Idempotent: a newcomer is one source.
 */
async function hearFirstVisit(
  work: Work,
  visit: { memberId: string; saleId: string; netCents: number },
): Promise<void> {
  const { terms } = await readActionPolicy(work)
  if (!terms.referral || visit.netCents < terms.referral.minCents) return
  const memberId = await survivorOf(work, visit.memberId)
  const { referrerId } = await readLiveMember(work, memberId)
  if (!referrerId) return
  const referrer = await survivorOf(work, referrerId)
  if (referrer === memberId) return
  // Both at once, in key order: the budget is then never held while a member is waited for.
  await lockMembers(work, [referrer, memberId])
  const { saleId } = visit
  await rewardWhoIsThere(work, { action: 'referrer', memberId: referrer, source: memberId, saleId })
  await rewardWhoIsThere(work, { action: 'referred', memberId, source: memberId, saleId })
}

/** A profile with name, birthday and gender, told once in a member's life. */
async function hearProfile(work: Work, memberId: string): Promise<void> {
  const { terms } = await readActionPolicy(work)
  if (!terms.profile) return
  const { name, birthday, gender } = await readLiveMember(work, memberId)
  if (name === '' || !birthday || gender === 'unknown') return
  await rewardWhoIsThere(work, { action: 'profile', memberId, source: memberId })
}

/** Somebody blocked, merged or erased meanwhile gets nothing, and holds up nobody's line of events. */
async function rewardWhoIsThere(work: Work, deed: Deed): Promise<void> {
  try {
    await earnForAction(work, deed)
  } catch (error) {
    if (!(error instanceof Refused) || !error.code.startsWith('member_')) throw error
  }
}

/**
 * A first visit returned as a whole takes the points of its referral back from both sides, pending ones first (R13), as a debt where
 * they are spent (R16). Locks the budget, then both accounts. Idempotent by the return's row.
 */
async function hearVisitReturned(
  work: Work,
  { saleId, refundId }: { saleId: string; refundId: string },
): Promise<void> {
  if ((await readUsesOfVisit(work, saleId)).length === 0) return
  const left = await lockActionBudget(work, 'referral')
  const uses = await readUsesOfVisit(work, saleId)
  if (uses.length === 0) return
  const holders = await Promise.all(uses.map(({ memberId }) => survivorOf(work, memberId)))
  const accounts = holders.map((ownerId) => ({ ownerKind: 'member' as const, ownerId, asset: 'points' as const }))
  const sources = uses.map(({ id }) => ({ kind: 'points_action', id }))
  const ledger = await lockLedger(work, accounts, sources)
  const plans = uses.map(({ points }, index) => {
    const clawback = { account: accounts[index]!, units: points, granted: sources[index]!, shortfall: 'debt' as const }
    const plan = accept(planClawback(ledger, clawback, postingOf(work, { kind: 'refund', id: refundId })))
    applyPlan(ledger, plan)
    return plan
  })
  if (left !== null) await moveActionBudget(work, 'referral', -uses.reduce((sum, { points }) => sum + points, 0))
  await Promise.all([insertActionReturns(work, refundId, uses), writeLedger(work, plans)])
  work.emit(
    ...uses.map(({ id, action, day, points }, index) => ({
      type: 'points.action_returned',
      subject: { kind: 'member', id: holders[index]! },
      data: { action, points, day, actionUseId: id },
    })),
  )
}

export const rewardedDeeds: Subscription = {
  name: 'points.hear_deeds',
  types: ['member.first_visited', 'member.enrolled', 'member.changed', 'sale.refunded'],
  async handle(work, { type, subjectKind, subjectId, data }) {
    if (type === 'member.first_visited') {
      const netCents = Number(data['netCents'])
      await hearFirstVisit(work, { memberId: subjectId, saleId: String(data['saleId']), netCents })
    } else if (type === 'sale.refunded') {
      if (!data['isWhole'] || subjectKind !== 'member') return
      await hearVisitReturned(work, { saleId: String(data['saleId']), refundId: String(data['refundId']) })
    } else {
      await hearProfile(work, await survivorOf(work, subjectId))
    }
  },
}
