import { createPriceList } from '#modules/catalog/save-price-list.ts'
import { createTemplate } from '#modules/coupons/save-template.ts'
import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import { grantTier } from '#modules/tiers/grant-tier.ts'
import { birthdayGiftSweep, periodGiftSweep } from '#modules/tiers/hand-out-gifts.ts'
import { claimGift } from '#modules/tiers/give-gifts.ts'
import { openTiers } from '#modules/tiers/open-tiers.ts'
import type { Benefit, ProgrammeTerms } from '#modules/tiers/programme-rules.ts'
import { placementSweep, publishProgramme } from '#modules/tiers/publish-programme.ts'
import { settleMembers } from '#modules/tiers/settle-members.ts'
import { tierReviewSweep } from '#modules/tiers/review-standings.ts'
import type { DueSweep } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { addDays, localDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { always } from '#shared/recurring-times.ts'

const zone = 'Asia/Shanghai'

type Story = { memberIds: readonly string[]; on: (daysAgo: number) => Work }

/**
 * The shop's levels: published eleven months ago, the oldest regulars with levels from the shop's old system, settled since at the
 * end of every month, with reviews, graces,
 * gifts of the month, birthdays, one regular lifted by hand, and gifts claimed at the till in the last days.
 */
export async function tellTiers({ memberIds, on }: Story): Promise<void> {
  const first = on(330)
  const { terms, monthly } = await makeTerms(first)
  await publishProgramme(first, { version: 0, terms })
  await runDry(first, [placementSweep, periodGiftSweep, birthdayGiftSweep])
  await bringLevels(first, memberIds, terms)
  for (let daysAgo = 300; daysAgo >= 0; daysAgo -= 30) {
    const work = on(daysAgo)
    await settleAll(work, memberIds)
    await runDry(work, [tierReviewSweep, periodGiftSweep, birthdayGiftSweep])
  }
  await liftByHand(on(20), memberIds, terms)
  await claimSome(on(2), memberIds, monthly)
}

async function makeTerms(work: Work): Promise<{ terms: ProgrammeTerms; monthly: string[] }> {
  const coupon = async (name: string, offCents: number, days: number) => {
    const { templateId } = await createTemplate(work, newId(), {
      ...{ name, note: '会员等级专享', validity: { kind: 'after_issue' as const, startsAfterDays: 0, days } },
      ...{
        isClaimable: false,
        claimOpensAt: null,
        totalLimit: null,
        memberLimit: null,
        budgetCents: null,
        returnGraceDays: 7,
      },
      terms: {
        ...{ benefit: { kind: 'amount' as const, offCents }, thresholdCents: offCents * 2, scope: wholeCatalogue },
        ...{ storeIds: null, times: always, priority: 100 },
        stacking: { group: 'tier', perSale: 1, withPromotions: true, withMemberPrice: true },
      },
    })
    return templateId
  }
  const [birthday, welcome, visit] = [
    await coupon('生日礼券 50 元', 5_000, 30),
    await coupon('升级礼券 30 元', 3_000, 60),
    await coupon('月度护理券 20 元', 2_000, 31),
  ]
  const tierIds = [newId(), newId(), newId()] as const
  const priceListOf = async (tierId: string, name: string, rateBps: number): Promise<Benefit> => {
    const { priceListId } = await createPriceList(work, {
      ...{ id: newId(), name, kind: 'member', storeId: null, tierId, startsAt: null, endsAt: null, rateBps },
    })
    return { kind: 'member_price', benefitId: newId(), priceListId }
  }
  const gift = (templateId: string, costCents: number, quantity = 1) => ({
    ...{ benefitId: newId(), templateId, quantity, costCents },
  })
  const claimed = (quantity: number) => ({
    ...{ kind: 'gift' as const, every: 'month' as const, isAutomatic: false, ...gift(visit, 1_200, quantity) },
  })
  const [goldMonthly, blackMonthly] = [claimed(1), claimed(2)]
  const terms: ProgrammeTerms = {
    ...{ measure: 'spend', window: 'rolling_12_months', growth: { perCents: 100, perVisit: 0 } },
    ...{ demotion: 'one_step', graceDays: 30, base: { name: '普通会员', colour: 0, benefits: [] } },
    levels: [
      {
        ...{ tierId: tierIds[0], name: '银卡', colour: 2, units: 150_000 },
        benefits: [
          { kind: 'points_times', benefitId: newId(), timesBps: 12_000 },
          { kind: 'birthday_gift', daysBefore: 7, ...gift(birthday, 3_000) },
        ],
      },
      {
        ...{ tierId: tierIds[1], name: '金卡', colour: 3, units: 400_000 },
        benefits: [
          await priceListOf(tierIds[1], '金卡会员价', 9_500),
          { kind: 'points_times', benefitId: newId(), timesBps: 15_000 },
          { kind: 'upgrade_gift', ...gift(welcome, 1_800) },
          { kind: 'birthday_gift', daysBefore: 7, ...gift(birthday, 3_000) },
          goldMonthly,
        ],
      },
      {
        ...{ tierId: tierIds[2], name: '黑卡', colour: 5, units: 1_000_000 },
        benefits: [
          await priceListOf(tierIds[2], '黑卡会员价', 9_000),
          { kind: 'points_times', benefitId: newId(), timesBps: 20_000 },
          { kind: 'upgrade_gift', ...gift(welcome, 1_800, 2) },
          { kind: 'birthday_gift', daysBefore: 14, ...gift(birthday, 3_000, 2) },
          blackMonthly,
          { kind: 'queue_rank', benefitId: newId(), rank: 1 },
          { kind: 'early_access', benefitId: newId(), hours: 48 },
          { kind: 'named', benefitId: newId(), name: '专属顾问' },
        ],
      },
    ],
  }
  return { terms, monthly: [goldMonthly.benefitId, blackMonthly.benefitId] }
}

/** Lifts whoever reached more by then: publishing has counted the whole year, and a day to come is in no window yet. */
async function settleAll(work: Work, memberIds: readonly string[]): Promise<void> {
  const sorted = [...memberIds].sort()
  for (let from = 0; from < sorted.length; from += 1_000) {
    await settleMembers(
      work,
      sorted.slice(from, from + 1_000).map((memberId) => ({ memberId })),
    )
  }
}

/** Lets sweeps do all that is due at the work's moment. */
async function runDry(work: Work, sweeps: readonly DueSweep[]): Promise<void> {
  for (const sweep of sweeps) {
    for (let nextAt = await sweep.run(work); nextAt && nextAt <= work.at; nextAt = await sweep.run(work)) {
      // round by round
    }
  }
}

/** Levels that regulars had before: reviewed a few months in, or a few days ago, so that some have fallen and some are in grace. */
async function bringLevels(work: Work, memberIds: readonly string[], { levels }: ProgrammeTerms): Promise<void> {
  const today = localDay(work.at, zone)
  await openTiers(
    work,
    memberIds.slice(0, 45).map((memberId, index) => ({
      ...{ memberId, tierId: levels[index % 3 === 0 ? 1 : 0]!.tierId },
      reachedDay: addDays(today, index % 2 === 0 ? -300 : -47),
    })),
  )
}

async function liftByHand(work: Work, memberIds: readonly string[], { levels }: ProgrammeTerms): Promise<void> {
  const until = addDays(localDay(work.at, zone), 180)
  for (const memberId of memberIds.slice(0, 40)) {
    try {
      const grant = { grantId: newId(), memberId, tierId: levels[1]!.tierId, untilDay: until, reason: '社区合作伙伴' }
      return void (await grantTier(work, grant))
    } catch (error) {
      if (!(error instanceof Refused)) throw error // stands as high already: the next one
    }
  }
}

/** A few take their gift of the month; who has no level with one is passed over. */
async function claimSome(work: Work, memberIds: readonly string[], benefitIds: readonly string[]): Promise<void> {
  let left = 12
  for (const memberId of memberIds.slice(0, 200)) {
    for (const benefitId of benefitIds) {
      if (left === 0) return
      try {
        await claimGift(work, { memberId, benefitId, storeId: null })
        left--
      } catch (error) {
        if (!(error instanceof Refused)) throw error
      }
    }
  }
}
