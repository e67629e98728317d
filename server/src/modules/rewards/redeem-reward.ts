import { issueCoupons } from '#modules/coupons/issue-coupons.ts'
import { spendValue } from '#modules/ledger/spend-value.ts'
import { lockMembers } from '#modules/members/lock-members.ts'
import { reachMember } from '#modules/members/reach-member.ts'
import { openStoreOf, storeFacts } from '#modules/shops/store-facts.ts'
import { storedValuePurse } from '#modules/stored-value/sell-top-up.ts'
import { noteDue } from '#platform/due-work.ts'
import { seal } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'
import { localDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { opensBy } from './early-access.ts'
import { giveExchange } from './exchange-coupon.ts'
import { newPickUpCode } from './pick-up-code.ts'
import { fillFromGrace, holdSpecials, priceOfReward, readOffers } from './price-reward.ts'
import { insertRedemption, lastRedeemedAt, type RedemptionRow } from './redemption-queries.ts'
import { lockCounters, moveUnits, readReward, type RewardRow } from './reward-queries.ts'
import { checkRedeem, isClockBack, type RedeemWish } from './reward-rules.ts'
import { writeSpared } from './special-queries.ts'
import type { RewardPrice } from './special-rules.ts'

export const expireDueKind = 'rewards.expire'

export type RedeemInput = {
  redemptionId: string
  memberId: string
  rewardId: string
  quantity: number
  /** Where it is picked up; null when it is delivered, or is a coupon. */
  storeId: string | null
  address: string | null
  /** As the member saw it: another price is refused, not taken. */
  points: number
  cashCents: number
  /** The special whose price was shown; one that is over meanwhile is refused as that. */
  specialId?: string | null
  /** The money is paid at the till, with any tender, when it is picked up; else it is taken from stored value now. */
  isPaidAtTill?: boolean
}

/**
 * A member takes a reward for points and, where it costs money too, stored value: paid at once, in one transaction with the stock.
 * Goods and services are reserved under a code until they are picked up, or sent; a coupon is there. Money to be paid at the till
 * is carried there by a coupon for the item.
 *
 * Locks the member, the counters, specials, coupons, then the accounts. Refuses what is sold out, over the member's limit, not on, or
 * not to be had that way; a balance that does not cover it; `special_over` and `special_spent` when the special that was shown is;
 * `quote_changed` when it costs something else now.
 */
export async function redeemReward(work: Work, input: RedeemInput): Promise<{ redemptionId: string }> {
  const { memberId, rewardId, quantity, storeId, address, isPaidAtTill = false } = input
  const [members, reward] = await Promise.all([lockMembers(work, [memberId]), readReward(work, rewardId)])
  accept(members.get(memberId)!)
  if (!reward) throw new Refused('reward_not_found')
  if (isClockBack(await lastRedeemedAt(work, memberId), work.at)) throw new Refused('reward_clock_back')
  const price = await priceNow(work, reward, input)
  if (storeId) await openStoreOf(work, storeId)
  await takeUnits(work, { reward, memberId, quantity, storeId, isDelivered: address !== null, isPaidAtTill })
  await holdSpecials(work, price)
  const exchange = isPaidAtTill ? await giveExchange(work, reward, memberId) : null
  const couponId = reward.kind === 'coupon' ? await giveCoupons(work, reward, memberId, quantity) : exchange?.couponId
  const cashCents = reward.cashCents * quantity
  const paid = { points: price.points, cashCents: isPaidAtTill ? 0 : cashCents }
  await fillFromGrace(work, { ...input, price })
  await pay(work, { ...input, ...paid })
  await writeSpared(work, input.redemptionId, price.spared)
  await keep(work, reward, {
    ...{ ...input, ...paid, couponId: couponId ?? null, drawEntryId: null },
    dueCents: isPaidAtTill ? cashCents : 0,
    endsAt: exchange?.endsAt ?? null,
  })
  return { redemptionId: input.redemptionId }
}

/** What it costs now, if that is what the member saw. */
async function priceNow(work: Work, reward: RewardRow, input: RedeemInput): Promise<RewardPrice> {
  const { memberId, quantity, points, cashCents, specialId = null } = input
  const offers = await readOffers(work, memberId)
  const isGone = specialId !== null && !offers.specials.some(({ id, stoppedAt }) => id === specialId && !stoppedAt)
  if (isGone) throw new Refused('special_over')
  const price = priceOfReward(reward, quantity, offers)
  if (!price) throw new Refused('reward_not_on')
  if (price.points !== points || reward.cashCents * quantity !== cashCents) {
    const wasSpared = specialId !== null && !price.spared.some((each) => each.specialId === specialId)
    throw new Refused(wasSpared ? 'special_spent' : 'quote_changed')
  }
  return price
}

/** A reward won in a draw: its stock counts, nothing is paid, limits of members do not hold. Picked up like any other. */
export async function keepWonReward(
  work: Work,
  input: { redemptionId: string; memberId: string; rewardId: string; drawEntryId: string },
): Promise<boolean> {
  const reward = await readReward(work, input.rewardId)
  if (!reward || reward.kind === 'coupon') return false
  const { unitsLeft } = await lockCounters(work, reward.id, input.memberId, false)
  if (unitsLeft !== null && unitsLeft < 1) return false
  await moveUnits(work, { rewardId: reward.id, memberId: input.memberId, units: 1 })
  const free = { quantity: 1, points: 0, cashCents: 0, dueCents: 0, storeId: null, address: null, couponId: null }
  await keep(work, reward, { ...input, ...free, endsAt: null })
  return true
}

async function takeUnits(
  work: Work,
  { reward, memberId, ...wish }: RedeemWish & { reward: RewardRow; memberId: string },
): Promise<void> {
  const counters = await lockCounters(work, reward.id, memberId, reward.memberLimit !== null)
  const isToCome = reward.startsAt !== null && reward.startsAt > work.at
  const opens = isToCome ? await opensBy(work, memberId) : work.at
  const fault = checkRedeem(reward, wish, { ...counters, at: work.at, opensBy: opens })
  if (fault) throw new Refused(fault.code, fault.details)
  await moveUnits(work, { rewardId: reward.id, memberId, units: wish.quantity })
}

async function giveCoupons(work: Work, reward: RewardRow, memberId: string, quantity: number): Promise<string> {
  let last = ''
  for (let count = 0; count < quantity; count++) {
    const issue = { issueId: newId(work.at.getTime()), templateId: reward.couponTemplateId!, memberIds: [memberId] }
    last = (await issueCoupons(work, { ...issue, reason: '' })).coupons[0]!.couponId
  }
  return last
}

async function pay(work: Work, { redemptionId, memberId, points, cashCents, storeId }: RedeemInput): Promise<void> {
  const source = { kind: 'redemption', id: redemptionId }
  const owner = { ownerKind: 'member', ownerId: memberId } as const
  const spends = [
    { accounts: [{ ...owner, asset: 'points' as const }], units: points, source, storeId },
    ...(cashCents > 0 ? [{ accounts: storedValuePurse(memberId), units: cashCents, source, storeId }] : []),
  ]
  for (const outcome of await spendValue(work, spends)) accept(outcome)
}

type Kept = Pick<
  RedemptionRow,
  'memberId' | 'quantity' | 'points' | 'cashCents' | 'dueCents' | 'storeId' | 'couponId' | 'drawEntryId'
> & {
  redemptionId: string
  address: string | null
  /** When the coupon that carries it to the till ends; null: it lies ready for the reward's own hours. */
  endsAt: Date | null
}

async function keep(work: Work, reward: RewardRow, kept: Kept): Promise<void> {
  const { redemptionId: id, memberId, address, quantity, points, cashCents, storeId } = kept
  const isCoupon = reward.kind === 'coupon'
  const isReserved = !isCoupon && address === null
  const secret = isReserved ? newPickUpCode(work, id) : { codeHash: null, code: null }
  const holdEndsAt = new Date(work.at.getTime() + reward.holdHours * 3_600_000)
  const expiresAt = isReserved ? (kept.endsAt ?? holdEndsAt) : null
  const member = address === null ? undefined : await reachMember(work, memberId)
  await insertRedemption(work, {
    ...{
      id,
      rewardId: reward.id,
      memberId,
      name: reward.name,
      kind: reward.kind,
      quantity,
      points,
      cashCents,
      storeId,
    },
    ...{ dueCents: kept.dueCents, couponId: kept.couponId, drawEntryId: kept.drawEntryId, itemId: reward.itemId },
    ...secret,
    state: isCoupon ? 'done' : isReserved ? 'reserved' : 'to_send',
    address: address !== null && member?.key ? seal(member.key, address, `rewards.address/${id}`) : null,
    ...{ tracking: null, at: work.at, expiresAt, endedAt: isCoupon ? work.at : null },
  })
  if (expiresAt) await noteDue(work, expireDueKind, expiresAt)
  const subject = { kind: 'member', id: memberId }
  const data = { redemptionId: id, rewardId: reward.id, kind: reward.kind, quantity, points, cashCents, storeId }
  work.emit({ type: 'reward.redeemed', subject, data })
  if (isReserved) {
    const zone = [...(await storeFacts(work)).values()][0]?.timeZone ?? 'Asia/Shanghai'
    const day = localDay(expiresAt!, zone)
    work.emit({ type: 'reward.ready', subject, data: { redemptionId: id, name: reward.name, day } })
  }
}
