import { issueCoupons } from '#modules/coupons/issue-coupons.ts'
import { lockMembers } from '#modules/members/lock-members.ts'
import type { Work } from '#platform/work.ts'
import { addDays, type Day } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { insertGifts, type NewGift, readGifts } from './gift-queries.ts'
import { benefitsOfRank, isGift, periodOf, quotasOf, upgradeGapDays } from './gift-rules.ts'
import { readProgramme } from './programme-queries.ts'
import { type GiftBenefit, type Programme, rankOf, tierIdOf } from './programme-rules.ts'
import { todayFor } from './today.ts'

const giftEvent = 'tier.gift_given'

/** One member's turn at a gift: for which period, at which place of its quota. */
export type GiftTurn = { memberId: string; period: string; place: number }

export type GiftWish = {
  benefit: GiftBenefit
  tierId: string | null
  turns: readonly GiftTurn[]
  /** Coupons for each. */
  quantity: number
  day: Day
  storeId?: string | null
}

/**
 * Gives a benefit's coupons to members, one issue a coupon, and notes it with what the owner reckons it costs. A template that
 * gives nothing any more (stopped, over, its pool short) refuses no level: the gift is noted as not given, and told.
 */
export async function giveGift(work: Work, wish: GiftWish): Promise<Map<string, string[]>> {
  const { benefit, tierId, turns, quantity, day, storeId = null } = wish
  const given = new Map<string, string[]>(turns.map(({ memberId }) => [memberId, []]))
  if (turns.length === 0) return given
  const memberIds = turns.map(({ memberId }) => memberId)
  const failed = await issueTo(work, benefit, memberIds, quantity, given)
  await insertGifts(
    work,
    turns.map(({ memberId, period, place }): NewGift => {
      const couponIds = given.get(memberId)!
      const costCents = benefit.costCents * couponIds.length
      const head = { id: newId(work.at.getTime()), memberId, benefitId: benefit.benefitId, tierId }
      return {
        ...head,
        ...{ kind: benefit.kind, period, place, templateId: benefit.templateId },
        ...{ couponIds, costCents, day, storeId },
      }
    }),
  )
  for (const [memberId, couponIds] of given) {
    const { benefitId, kind, templateId } = benefit
    const data = { benefitId, kind, tierId, templateId, couponIds, isClaimed: false }
    const subject = { kind: 'member', id: memberId }
    if (couponIds.length > 0) work.emit({ type: giftEvent, subject, data })
    else work.emit({ type: 'tier.gift_missed', subject, data: { ...data, code: failed ?? 'coupon_member_limit' } })
  }
  return given
}

/** Issues coupon by coupon; returns the code of the refusal where the template gives no more. */
async function issueTo(
  work: Work,
  { templateId, benefitId }: GiftBenefit,
  memberIds: readonly string[],
  quantity: number,
  given: Map<string, string[]>,
): Promise<string | null> {
  for (let count = 0; count < quantity; count++) {
    try {
      const head = { issueId: newId(work.at.getTime()), templateId, memberIds }
      const issue = { ...head, reason: `tier benefit ${benefitId}`, toldBy: giftEvent }
      for (const { couponId, memberId } of (await issueCoupons(work, issue)).coupons)
        given.get(memberId)!.push(couponId)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      return error.code
    }
  }
  return null
}

type Rise = { memberId: string; fromRank: number; toRank: number; day: Day }

/**
 * What a rise brings: the gift of each level passed, not again within a year, and this period's automatic gifts of the level
 * reached. The members are locked.
 */
export async function giveUpgradeGifts(work: Work, { terms }: Programme, rises: readonly Rise[]): Promise<void> {
  if (!terms.levels.some(({ benefits }) => benefits.some(isGift))) return
  if (rises.length === 0) return
  const since = addDays(rises.map(({ day }) => day).sort()[0]!, -upgradeGapDays)
  const had = await readGifts(
    work,
    rises.map(({ memberId }) => memberId),
    since,
  )
  const hadBenefit = (memberId: string, benefitId: string, fits: (period: string) => boolean) =>
    had.some((gift) => gift.memberId === memberId && gift.benefitId === benefitId && fits(gift.period))
  for (const [index, level] of terms.levels.entries()) {
    const rank = index + 1
    for (const benefit of level.benefits) {
      const isUpgrade = benefit.kind === 'upgrade_gift'
      if (!isUpgrade && !(benefit.kind === 'gift' && benefit.isAutomatic)) continue
      const turns = rises
        .filter(({ fromRank, toRank }) => (isUpgrade ? fromRank < rank && rank <= toRank : rank === toRank))
        .map(({ memberId, day }) => ({
          ...{ memberId, day, period: isUpgrade ? day : periodOf(day, benefit.every), place: 1 },
        }))
        .filter(
          ({ memberId, day, period }) =>
            !hadBenefit(memberId, benefit.benefitId, (each) =>
              isUpgrade ? each > addDays(day, -upgradeGapDays) : each === period,
            ),
        )
      const day = turns[0]?.day ?? ''
      await giveGift(work, { benefit, tierId: level.tierId, turns, quantity: benefit.quantity, day })
    }
  }
}

/**
 * A member takes one of a gift's quota, at a till or in the portal. Refuses a benefit that their level does not have, one that
 * comes by itself, and more than the period gives. Locks the member, then what the coupon's template needs.
 */
export async function claimGift(
  work: Work,
  input: { memberId: string; benefitId: string; storeId: string | null },
): Promise<{ couponId: string; left: number }> {
  const { memberId, benefitId, storeId } = input
  const members = await lockMembers(work, [memberId])
  const { tierId } = accept(members.get(memberId)!)
  const [programme, today] = await Promise.all([readProgramme(work), todayFor(work)])
  if (!programme) throw new Refused('tier_benefit_not_found')
  const { terms } = programme
  const rank = rankOf(tierId, terms)
  const gifts = await readGifts(work, [memberId], periodOf(today, 'year'))
  const taken = (id: string, period: string) =>
    gifts.filter((gift) => gift.benefitId === id && gift.period === period).length
  const quota = quotasOf(benefitsOfRank(rank, terms), today, taken).find((each) => each.benefit.benefitId === benefitId)
  if (!quota) throw new Refused('tier_benefit_not_found')
  const { benefit, period, left, renewsOn } = quota
  if (benefit.isAutomatic) throw new Refused('tier_gift_automatic')
  if (left === 0) throw new Refused('tier_gift_taken', { renewsOn })
  const issue = { issueId: newId(work.at.getTime()), templateId: benefit.templateId, memberIds: [memberId] }
  const { coupons } = await issueCoupons(work, { ...issue, reason: `tier benefit ${benefitId}`, toldBy: giftEvent })
  const couponId = coupons[0]!.couponId
  await insertGifts(work, [
    {
      ...{ id: newId(work.at.getTime()), memberId, benefitId, tierId: tierIdOf(rank, terms), kind: 'gift' },
      ...{ period, place: quota.taken + 1, templateId: benefit.templateId, couponIds: [couponId] },
      ...{ costCents: benefit.costCents, day: today, storeId },
    },
  ])
  const data = {
    benefitId,
    kind: 'gift',
    tierId,
    templateId: benefit.templateId,
    couponIds: [couponId],
    isClaimed: true,
  }
  work.emit({ type: giftEvent, subject: { kind: 'member', id: memberId }, data })
  return { couponId, left: left - 1 }
}
