import { type GiftPolicy, refundedDays } from '#modules/points/mall-terms-rules.ts'
import { localDay } from '#shared/business-day.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'

export type GiftFacts = {
  points: number
  at: Date
  timeZone: string
  enrolledAt: Date
  /** What the giver gave or offers, with when. Gifts that came back do not count. */
  given: readonly { points: number; at: Date }[]
  /** The receiver's gifts reached the giver, directly or over others, lately. */
  isLoop: boolean
  isSelf: boolean
  /** What the giver may spend now, and how much of it returned goods brought back lately. */
  available: number
  refunded: number
}

type GiftRefusalCode =
  | 'gifts_off'
  | 'gift_to_self'
  | 'gift_too_early'
  | 'gift_loop'
  | 'gift_day_most'
  | 'gift_year_most'
  | 'gift_of_refunded'

/** May this member give so many points now? Caps are calendar days and years in the store's zone (R18). */
export function checkGift(
  policy: GiftPolicy,
  { points, at, timeZone, enrolledAt, given, isLoop, isSelf, available, refunded }: GiftFacts,
): Refusal<GiftRefusalCode> | null {
  if (!policy.isOn) return refuse('gifts_off')
  if (isSelf) return refuse('gift_to_self')
  if (enrolledAt.getTime() + policy.memberDays * 86_400_000 > at.getTime())
    return refuse('gift_too_early', { days: policy.memberDays })
  if (isLoop) return refuse('gift_loop')
  const today = localDay(at, timeZone)
  const sum = (length: number) =>
    given
      .filter((gift) => localDay(gift.at, timeZone).slice(0, length) === today.slice(0, length))
      .reduce((total, gift) => total + gift.points, 0)
  if (sum(10) + points > policy.dayMost) return refuse('gift_day_most', { most: policy.dayMost })
  if (sum(4) + points > policy.yearMost) return refuse('gift_year_most', { most: policy.yearMost })
  // What is short altogether is the ledger's to say.
  const most = Math.max(0, available - refunded)
  if (points <= available && points > most) return refuse('gift_of_refunded', { days: refundedDays, most })
  return null
}
