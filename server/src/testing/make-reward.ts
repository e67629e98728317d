import { adjustPoints } from '#modules/points/adjust-points.ts'
import { donatePoints, openCharity } from '#modules/rewards/donate-points.ts'
import { publishDraw } from '#modules/rewards/draw-prize.ts'
import { offerGift } from '#modules/rewards/gift-points.ts'
import { writeGiftPolicy } from '#modules/rewards/gift-queries.ts'
import { builtInGiftPolicy } from '#modules/points/mall-terms-rules.ts'
import { redeemReward } from '#modules/rewards/redeem-reward.ts'
import { type RewardInput, saveReward } from '#modules/rewards/save-reward.ts'
import { publishSpecial } from '#modules/rewards/save-special.ts'
import type { SpecialTerms } from '#modules/rewards/special-rules.ts'
import type { Work } from '#platform/work.ts'
import { addDays } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { freshPhone, makeMember } from './make-member.ts'

/** A thing of 100 points to pick up anywhere, never short, unless the test says otherwise. */
export async function makeReward(work: Work, given: Partial<RewardInput> = {}): Promise<{ id: string }> {
  const id = newId()
  await saveReward(work, {
    ...{
      id,
      kind: 'goods',
      name: '帆布袋',
      note: '',
      points: 100,
      cashCents: 0,
      couponTemplateId: null,
      storeIds: null,
    },
    ...{
      mayPickUp: true,
      mayDeliver: false,
      memberLimit: null,
      holdHours: 72,
      isEco: false,
      startsAt: null,
      endsAt: null,
    },
    ...{ itemId: null, tillPay: 'no', minPurchaseCents: 0, isRescueOnly: false },
    ...{ version: 0, unitsLeft: null },
    ...given,
  })
  return { id }
}

/** A redemption day of a fifth off, this month, unless the test says otherwise. */
export async function makeSpecial(work: Work, given: Partial<SpecialTerms> = {}): Promise<{ id: string }> {
  const { specialId } = await publishSpecial(work, newId(), {
    ...{ kind: 'day', name: '积分兑换日', fromDay: '2026-03-01', toDay: '2026-03-31', weekDays: null, monthDays: null },
    ...{ withinDays: null, minEnding: 0, rateBps: 8_000, tillRateBps: null, budgetPoints: null, prices: {} },
    ...given,
  })
  return { id: specialId }
}

/** Points for a member, by hand. */
export async function givePoints(work: Work, memberId: string, storeId: string, points: number): Promise<void> {
  const adjustment = { adjustmentId: newId(), memberId, storeId, deltaPoints: points, reason: 'test' }
  await adjustPoints(work, adjustment)
}

/** One of everything that points buy beside the till, of a member who has enough of them. */
export async function makeRewardRecords(work: Work, memberId: string, storeId: string): Promise<void> {
  await givePoints(work, memberId, storeId, 1_000)
  const { id: rewardId } = await makeReward(work)
  const wish = { redemptionId: newId(), memberId, rewardId, quantity: 1, storeId, address: null }
  await redeemReward(work, { ...wish, points: 100, cashCents: 0 })
  const today = work.at.toISOString().slice(0, 10)
  await makeSpecial(work, { fromDay: today, toDay: addDays(today, 30) })
  const { charityId } = await openCharity(work, { charityId: newId(), name: '公益', note: '', centsPerHundred: 100 })
  await donatePoints(work, { donationId: newId(), memberId, charityId, points: 10 })
  const prize = { name: '50 积分', kind: 'points' as const, points: 50, couponTemplateId: null, rewardId: null }
  const prizes = [{ ...prize, worthCents: 50, oddsPpm: 1, total: 1 }]
  const times = { startsAt: work.at, endsAt: new Date(work.at.getTime() + 86_400_000) }
  await publishDraw(work, {
    drawId: newId(),
    name: '抽奖',
    rules: '每天一次',
    costPoints: 1,
    dayMost: 1,
    ...times,
    prizes,
  })
  await writeGiftPolicy(work, { ...builtInGiftPolicy, memberDays: 0 })
  const phone = freshPhone()
  await makeMember(work, { phone })
  await offerGift(work, { giftId: newId(), fromId: memberId, phone, points: 10 })
}
