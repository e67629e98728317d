import { sql } from 'kysely'
import { adjustValue } from '#modules/ledger/grant-value.ts'
import type { AccountKey } from '#modules/ledger/ledger-rules.ts'
import { lockMembers } from '#modules/members/lock-members.ts'
import { openStoreOf } from '#modules/shops/store-facts.ts'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { accept } from '#shared/refusal.ts'
import { readEarnPolicy } from './earn-policy.ts'
import { pointsTerms } from './earn-rules.ts'

export type PointsAdjustment = {
  adjustmentId: string
  memberId: string
  storeId: string
  deltaPoints: number
  reason: string
}

/**
 * Corrects a member's points by hand. Points added live as long as earned ones and repay a debt first; points taken never go
 * below what is there. Locks the member, then the account.
 */
export async function adjustPoints(work: Work, input: PointsAdjustment) {
  const { adjustmentId, memberId, storeId, deltaPoints, reason } = input
  const [store, locked, policy] = await Promise.all([
    openStoreOf(work, storeId),
    lockMembers(work, [memberId]),
    readEarnPolicy(work),
  ])
  accept(locked.get(memberId)!)
  const account: AccountKey = { ownerKind: 'member', ownerId: memberId, asset: 'points' }
  const { expiry, idle = null } = policy ? pointsTerms(policy, work.at, store.timeZone) : { expiry: null }
  const booked = { source: { kind: 'points_adjustment', id: adjustmentId }, storeId }
  const change =
    deltaPoints > 0
      ? { grant: { account, units: deltaPoints, terms: { expiry, idle } } }
      : { take: { accounts: [account], kind: 'adjust' as const, from: { units: -deltaPoints } } }
  const [outcome] = await adjustValue(work, [{ ...change, ...booked }])
  const plan = accept(outcome!)
  await work.send(sql`
    insert into points.adjustment (merchant_id, id, member_id, store_id, delta_points, reason, at, author_id)
    values (${work.merchantId}, ${adjustmentId}, ${memberId}, ${storeId}, ${deltaPoints}, ${reason}, ${work.at},
            ${actorId(work.actor)})`)

  const balanceUnits = plan.accounts[0]!.balanceUnits
  const before = balanceUnits - deltaPoints
  work.emit({ type: 'points.adjusted', subject: { kind: 'member', id: memberId }, data: { adjustmentId, deltaPoints } })
  work.audit({
    action: 'points.adjust',
    subject: { kind: 'member', id: memberId },
    changes: { points: [before, balanceUnits] },
    reason,
  })
  return { adjustmentId, balanceUnits }
}
