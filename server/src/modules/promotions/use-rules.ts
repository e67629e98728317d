import { type Refusal, refuse } from '#shared/refusal.ts'
import type { Promotion } from './promotion-types.ts'

/** What is left of a promotion while its counter is locked; null where there is no such limit. */
export type PromotionLeft = {
  uses: number | null
  budgetCents: number | null
  memberLimit: number | null
}

/** Locked counters. `applyPromotionUses` changes them, so that the next sale of a batch sees what this one took. */
export type PromotionState = {
  left: Map<string, PromotionLeft>
  /** How often each member used a promotion: `memberKey` → uses. */
  memberUses: Map<string, number>
}

export const memberKey = (promotionId: string, memberId: string) => `${promotionId}/${memberId}`

/**
 * The promotions that a member's sale (null: a stranger's) can still have: with these it is priced. A promotion limited per
 * member is for members only, since a stranger's uses cannot be counted.
 */
export function openPromotions(
  state: PromotionState,
  promotions: readonly Promotion[],
  memberId: string | null,
): Promotion[] {
  return promotions.filter(({ promotionId, isCounted }) => {
    const left = isCounted ? state.left.get(promotionId) : undefined
    if (!left) return !isCounted
    if (left.uses !== null && left.uses <= 0) return false
    if (left.budgetCents !== null && left.budgetCents <= 0) return false
    if (left.memberLimit === null) return true
    return memberId !== null && (state.memberUses.get(memberKey(promotionId, memberId)) ?? 0) < left.memberLimit
  })
}

/** What one promotion took off one sale, as priced. */
export type PromotionUseRequest = { promotionId: string; version: number; offCents: number }

export type PromotionUse = PromotionUseRequest & {
  saleId: string
  storeId: string
  memberId: string | null
  memberLimit: number | null
  /** Whether it has a counter, which this use moves. */
  isCounted: boolean
}

/**
 * Takes one sale's promotions from what is left of them: all, or none and a refusal that names the first that is used up.
 * The sale is then to be priced without it: a budget is never exceeded, and never given away in part.
 */
export function planPromotionUses(
  state: PromotionState,
  sale: { saleId: string; storeId: string; memberId: string | null },
  requests: readonly PromotionUseRequest[],
): PromotionUse[] | Refusal<'promotion_used_up'> {
  const uses: PromotionUse[] = []
  for (const request of requests) {
    const { promotionId, offCents } = request
    const left = state.left.get(promotionId)
    if (left) {
      const used = sale.memberId === null ? 0 : (state.memberUses.get(memberKey(promotionId, sale.memberId)) ?? 0)
      const isSpent =
        (left.uses !== null && left.uses < 1) ||
        (left.budgetCents !== null && left.budgetCents < offCents) ||
        (left.memberLimit !== null && (sale.memberId === null || used >= left.memberLimit))
      if (isSpent) return refuse('promotion_used_up', { promotionId })
    }
    uses.push({ ...request, ...sale, memberLimit: left?.memberLimit ?? null, isCounted: left !== undefined })
  }
  return uses
}

/** Makes planned uses part of what later plans of the same batch see. */
export function applyPromotionUses(state: PromotionState, uses: readonly PromotionUse[]): void {
  for (const { promotionId, memberId, offCents } of uses) {
    const left = state.left.get(promotionId)
    if (!left) continue
    state.left.set(promotionId, {
      ...left,
      uses: left.uses === null ? null : left.uses - 1,
      budgetCents: left.budgetCents === null ? null : left.budgetCents - offCents,
    })
    if (memberId === null || left.memberLimit === null) continue
    const key = memberKey(promotionId, memberId)
    state.memberUses.set(key, (state.memberUses.get(key) ?? 0) + 1)
  }
}
