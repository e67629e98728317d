import { categories } from '#modules/catalog/arrange-shelf.ts'
import { type ItemScope, wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import type { CouponTerms } from '#modules/coupons/coupon-types.ts'
import { issueCoupons } from '#modules/coupons/issue-coupons.ts'
import { makeCodes } from '#modules/coupons/make-codes.ts'
import { createTemplate, stopTemplate } from '#modules/coupons/save-template.ts'
import type { CouponTemplate } from '#modules/coupons/template-rules.ts'
import type { PromotionDraft } from '#modules/promotions/promotion-save-rules.ts'
import type { PromotionOffer, PromotionTerms } from '#modules/promotions/promotion-types.ts'
import { createPromotion } from '#modules/promotions/save-promotion.ts'
import type { Work } from '#platform/work.ts'
import { addDays, type Day, endOfLocalDay, localDay, startOfLocalDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { always } from '#shared/recurring-times.ts'

const zone = 'Asia/Shanghai'

async function scopeOf(work: Work, ...names: string[]): Promise<ItemScope> {
  const all = await categories(work)
  return {
    ...wholeCatalogue,
    of: 'listed',
    categoryIds: all.filter(({ name }) => names.includes(name)).map(({ id }) => id),
  }
}

function promotion(
  name: string,
  [fromDay, untilDay]: readonly [Day, Day | null],
  offer: PromotionOffer,
  given: Partial<PromotionTerms> = {},
): PromotionDraft {
  return {
    name,
    startsAt: startOfLocalDay(fromDay, zone),
    endsAt: untilDay === null ? null : endOfLocalDay(untilDay, zone),
    useLimit: null,
    memberLimit: null,
    budgetCents: null,
    terms: {
      offer,
      scope: wholeCatalogue,
      storeIds: null,
      isMembersOnly: false,
      tierIds: null,
      times: always,
      stacking: { group: 'promotion', per: 'line', withCoupons: true, withMemberPrice: true },
      priority: 100,
      ...given,
    },
  }
}

/** The promotions of the year that ends `today`: some that ran all along, one that is over, one that is to come. */
export async function planDemoPromotions(work: Work, today: Date): Promise<void> {
  const firstDay = localDay(work.at, zone)
  const lastDay = localDay(today, zone)
  const [skin, drinks, wash, sport] = await Promise.all([
    scopeOf(work, '护肤品'),
    scopeOf(work, '饮品轻食'),
    scopeOf(work, '洗护'),
    scopeOf(work, '运动用品'),
  ])
  const drafts = [
    promotion(
      '护肤品满 200 减 30',
      [addDays(firstDay, 30), null],
      {
        kind: 'threshold_off',
        steps: [
          { thresholdCents: 20_000, offCents: 3_000 },
          { thresholdCents: 40_000, offCents: 8_000 },
        ],
        isRepeating: false,
        maxTimes: null,
      },
      { scope: skin },
    ),
    promotion(
      '周二会员日：饮品第二件半价',
      [firstDay, null],
      { kind: 'nth_item', n: 2, offBps: 5_000, maxTimes: null },
      { scope: drinks, isMembersOnly: true, times: { ...always, weekdays: [2] } },
    ),
    promotion(
      '每月 8、18、28 洗护九折',
      [firstDay, null],
      { kind: 'item_rate', offBps: 1_000 },
      {
        scope: wash,
        times: { weekdays: [], monthDays: [8, 18, 28], hours: [{ fromMinute: 600, untilMinute: 1320 }] },
      },
    ),
    promotion(
      '周年庆 全场满 300 九折',
      [addDays(lastDay, -120), addDays(lastDay, -114)],
      { kind: 'threshold_rate', steps: [{ thresholdCents: 30_000, offBps: 1_000 }], capCents: 10_000 },
      { stacking: { group: 'promotion', per: 'sale', withCoupons: false, withMemberPrice: true } },
    ),
    promotion('运动用品 99 元任选 3 件', [addDays(lastDay, 7), addDays(lastDay, 27)], {
      kind: 'bundle',
      parts: [{ scope: sport, quantity: 3 }],
      priceCents: 9_900,
      maxTimes: 2,
    }),
  ]
  for (const draft of drafts) await createPromotion(work, newId(), draft)
}

function template(
  name: string,
  terms: Pick<CouponTerms, 'benefit' | 'thresholdCents'> & Partial<CouponTerms>,
  given: Partial<CouponTemplate> = {},
): CouponTemplate {
  return {
    name,
    note: '',
    validity: { kind: 'after_issue', startsAfterDays: 0, days: 30 },
    isClaimable: false,
    claimOpensAt: null,
    totalLimit: null,
    memberLimit: 1,
    budgetCents: null,
    returnGraceDays: 7,
    ...given,
    terms: {
      scope: wholeCatalogue,
      storeIds: null,
      times: always,
      stacking: { group: 'coupon', perSale: 1, withPromotions: true, withMemberPrice: true },
      priority: 100,
      ...terms,
    },
  }
}

/** What early members got a month ago, and use since. */
export const loyaltyCoupon = template(
  '老会员回馈券',
  { benefit: { kind: 'amount', offCents: 2_000 }, thresholdCents: 20_000 },
  { validity: { kind: 'after_issue', startsAfterDays: 0, days: 45 } },
)

/** Coupons in members' hands on the last day: fresh ones, some about to end, some that ran out, and codes for a flyer. */
export async function handOutDemoCoupons(
  work: Work,
  {
    itemIds,
    memberIds,
    on,
  }: { itemIds: ReadonlyMap<string, string>; memberIds: readonly string[]; on: (daysAgo: number) => Work },
): Promise<void> {
  const care = await scopeOf(work, '美容护理', '身体调理')
  const welcome = template(
    '新客立减券',
    { benefit: { kind: 'amount', offCents: 2_000 }, thresholdCents: 10_000 },
    { isClaimable: true, note: '首次到店满 100 元可用。' },
  )
  const birthday = template('生日礼：面膜一盒', {
    benefit: { kind: 'gift', productId: itemIds.get('P03')!, quantity: 1 },
    thresholdCents: 0,
  })
  const spring = template(
    '护理 8.8 折券',
    {
      benefit: { kind: 'percent', offBps: 1_200, capCents: 8_000 },
      thresholdCents: 15_000,
      scope: care,
      stacking: { group: 'coupon', perSale: 1, withPromotions: false, withMemberPrice: true },
    },
    { totalLimit: 500, budgetCents: 2_000_000 },
  )
  const flyer = template(
    '社区传单 10 元券',
    { benefit: { kind: 'amount', offCents: 1_000 }, thresholdCents: 5_000 },
    { memberLimit: null, totalLimit: 1_000 },
  )
  const make = async (at: Work, draft: CouponTemplate) => (await createTemplate(at, newId(), draft)).templateId
  const give = (at: Work, templateId: string, ids: readonly string[], reason: string) =>
    ids.length > 0 && issueCoupons(at, { issueId: newId(), templateId, memberIds: ids, reason })
  const some = (from: number, share: number) =>
    memberIds.slice(Math.floor(memberIds.length * from), Math.ceil(memberIds.length * (from + share)))

  const welcomeId = await make(on(200), welcome)
  await give(on(180), welcomeId, some(0, 0.2), '秋季拉新')
  await give(on(12), welcomeId, some(0.2, 0.1), '老带新')
  await give(on(9), await make(on(150), birthday), some(0.1, 0.08), '本月生日')
  await give(on(2), await make(on(20), spring), some(0.3, 0.15), '护理节预热')
  const flyerId = await make(on(60), flyer)
  await makeCodes(on(60), { issueId: newId(), templateId: flyerId, quantity: 500, reason: '社区传单' })
  await stopTemplate(on(5), flyerId, true)
}
