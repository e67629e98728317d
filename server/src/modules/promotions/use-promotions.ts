import type { Work } from '#platform/work.ts'
import type { Promotion } from './promotion-types.ts'
import { insertReturns, insertUses, lockCounters, readLeft, readMemberUses, readUsesOfSale } from './use-queries.ts'
import { memberKey, type PromotionState, type PromotionUse } from './use-rules.ts'

/**
 * Locks the counters of those promotions that are limited, in key order, and reads what is left, in all and to these members.
 * One flight; nothing is sent when none is limited, and no sale waits for another.
 *
 * Then `openPromotions` for pricing, `planPromotionUses`, `applyPromotionUses`, `writePromotionUses`.
 */
export function lockPromotionCounters(
  work: Work,
  promotions: readonly Promotion[],
  memberIds: readonly string[],
): Promise<PromotionState> {
  return readState(work, promotions, memberIds, true)
}

/** The same without locks, for a quote. */
export function readPromotionCounters(
  work: Work,
  promotions: readonly Promotion[],
  memberIds: readonly string[],
): Promise<PromotionState> {
  return readState(work, promotions, memberIds, false)
}

async function readState(
  work: Work,
  promotions: readonly Promotion[],
  memberIds: readonly string[],
  isLocked: boolean,
): Promise<PromotionState> {
  const ids = [...new Set(promotions.filter(({ isCounted }) => isCounted).map(({ promotionId }) => promotionId))]
  if (ids.length === 0) return { left: new Map(), memberUses: new Map() }
  const [, left, memberUses] = await Promise.all([
    isLocked ? lockCounters(work, ids) : null,
    readLeft(work, ids),
    readMemberUses(work, ids, [...new Set(memberIds)]),
  ])
  return {
    left: new Map(left.map(({ promotionId, ...rest }) => [promotionId, rest])),
    memberUses: new Map(memberUses.map((row) => [memberKey(row.promotionId, row.memberId), row.uses])),
  }
}

/** Writes planned uses, set-wise: a row each, and the counters of those that are limited. */
export async function writePromotionUses(work: Work, uses: readonly PromotionUse[]): Promise<void> {
  if (uses.length > 0) await insertUses(work, uses)
}

/**
 * Gives back what a sale took of limited promotions: to be called when this refund reverses it as a whole, by whoever holds
 * the sale's row. Locks the counters.
 */
export async function returnPromotionUses(
  work: Work,
  { saleId, refundId }: { saleId: string; refundId: string },
): Promise<void> {
  const uses = await readUsesOfSale(work, saleId)
  if (uses.length === 0) return
  const ids = uses.map(({ promotionId }) => promotionId)
  await Promise.all([lockCounters(work, ids), insertReturns(work, refundId, uses)])
}
