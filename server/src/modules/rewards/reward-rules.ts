import { refuse, type Refusal } from '#shared/refusal.ts'

export const rewardKinds = ['goods', 'coupon', 'service'] as const
export type RewardKind = (typeof rewardKinds)[number]

export const redemptionStates = ['reserved', 'to_send', 'sent', 'done', 'cancelled', 'expired'] as const
export type RedemptionState = (typeof redemptionStates)[number]

/** May the money of a reward be paid at the till, with any tender: never, if the member likes, or always (换购)? */
export const tillPays = ['no', 'may', 'must'] as const
export type TillPay = (typeof tillPays)[number]

export type RewardTerms = {
  kind: RewardKind
  points: number
  cashCents: number
  storeIds: readonly string[] | null
  mayPickUp: boolean
  mayDeliver: boolean
  memberLimit: number | null
  startsAt: Date | null
  endsAt: Date | null
  stoppedAt: Date | null
  tillPay: TillPay
}

export type RedeemWish = { quantity: number; storeId: string | null; isDelivered: boolean; isPaidAtTill: boolean }

/**
 * May so many be had now? `unitsLeft` null: never short; `had` is what the member has of it already; `opensBy`: what begins by then has begun
 * for this member. Nothing is reserved by a
 * yes: the caller holds the locks under which it stays true.
 */
export function checkRedeem(
  terms: RewardTerms,
  wish: RedeemWish,
  { unitsLeft, had, at, opensBy }: { unitsLeft: number | null; had: number; at: Date; opensBy: Date },
): Refusal<
  | 'reward_not_on'
  | 'reward_sold_out'
  | 'reward_member_limit'
  | 'reward_not_delivered'
  | 'reward_pick_up_store'
  | 'reward_till_pay'
  | 'reward_one_at_a_time'
> | null {
  const isOver = terms.endsAt !== null && terms.endsAt <= at
  if (terms.stoppedAt || isOver || (terms.startsAt && terms.startsAt > opensBy)) return refuse('reward_not_on')
  if (terms.kind !== 'coupon') {
    if (wish.isDelivered && !terms.mayDeliver) return refuse('reward_not_delivered')
    if (!wish.isDelivered && (!terms.mayPickUp || wish.storeId === null)) return refuse('reward_pick_up_store')
    if (!wish.isDelivered && terms.storeIds && !terms.storeIds.includes(wish.storeId!))
      return refuse('reward_pick_up_store')
  }
  if (wish.isPaidAtTill ? terms.tillPay === 'no' || wish.isDelivered : terms.tillPay === 'must')
    return refuse('reward_till_pay')
  // One sale takes one of a kind at its price: the coupon that carries it is for one piece.
  if (wish.isPaidAtTill && wish.quantity > 1) return refuse('reward_one_at_a_time')
  if (unitsLeft !== null && unitsLeft < wish.quantity) return refuse('reward_sold_out', { unitsLeft })
  if (terms.memberLimit !== null && had + wish.quantity > terms.memberLimit)
    return refuse('reward_member_limit', { limit: terms.memberLimit })
  return null
}

/** Two machines may differ by so much before a record from the future means a clock that was put back. */
const clockSlackMs = 120_000

/** Whether the clock stands before something that has happened already. */
export function isClockBack(lastAt: Date | null, at: Date): boolean {
  return lastAt !== null && lastAt.getTime() > at.getTime() + clockSlackMs
}
