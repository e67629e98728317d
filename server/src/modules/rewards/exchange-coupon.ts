import { readItemFacts } from '#modules/catalog/item-facts.ts'
import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import { issueCoupons } from '#modules/coupons/issue-coupons.ts'
import { couponZone, createTemplate, stopTemplate } from '#modules/coupons/save-template.ts'
import { type CouponTemplate, couponPeriod, type CouponValidity } from '#modules/coupons/template-rules.ts'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { newId } from '#shared/ids.ts'
import { always } from '#shared/recurring-times.ts'
import { Refused } from '#shared/refusal.ts'
import type { RewardRow } from './reward-queries.ts'

type Exchanged = Pick<
  RewardRow,
  'name' | 'itemId' | 'cashCents' | 'minPurchaseCents' | 'storeIds' | 'holdHours' | 'tillPay' | 'exchangeTemplateId'
>

/**
 * The kind of coupon that carries a reward's price to the till (换购): the item for so much, beside other goods for so much, one to a
 * sale. So the sale prices, books and returns it like any coupon, with any tender, and knows nothing of the mall.
 *
 * A new kind whenever its terms change; what was redeemed before keeps its own. Null where nothing is paid at the till. Refuses an item
 * that is not sold or takes no discount.
 */
export async function saveExchange(work: Work, known: Exchanged | undefined, row: Exchanged): Promise<string | null> {
  const before = known?.exchangeTemplateId ?? null
  if (before && row.tillPay !== 'no' && termsOf(known!) === termsOf(row)) return before
  if (before) await stopTemplate(work, before, true)
  if (row.tillPay === 'no') return null
  const { items } = await readItemFacts(work, row.itemId ? [row.itemId] : [])
  const item = items[0]
  if (!item || item.isArchived || item.listPriceCents === null || !item.isDiscountable || item.isWeighed)
    throw new Refused('reward_item_unfit')
  return (await createTemplate(work, newId(work.at.getTime()), templateOf(row))).templateId
}

function termsOf({ name, itemId, cashCents, minPurchaseCents, storeIds, holdHours }: Exchanged): string {
  return JSON.stringify([name, itemId, cashCents, minPurchaseCents, storeIds, holdHours])
}

function templateOf({ name, itemId, cashCents, minPurchaseCents, storeIds, holdHours }: Exchanged): CouponTemplate {
  return {
    name,
    note: '',
    terms: {
      benefit: { kind: 'gift', productId: itemId!, quantity: 1, priceCents: cashCents },
      thresholdCents: minPurchaseCents,
      scope: wholeCatalogue,
      storeIds,
      times: always,
      stacking: { group: null, perSale: 1, withPromotions: true, withMemberPrice: true },
      priority: 1,
    },
    validity: validityOf({ holdHours }),
    isClaimable: false,
    claimOpensAt: null,
    ...{ totalLimit: null, memberLimit: null, budgetCents: null, returnGraceDays: 0 },
  }
}

/** Coupons are good for whole days: a reservation of so many hours lasts to the end of its last one. */
function validityOf({ holdHours }: Pick<RewardRow, 'holdHours'>): CouponValidity {
  return { kind: 'after_issue', startsAfterDays: 0, days: Math.ceil(holdHours / 24) }
}

/** Gives a member the coupon that carries the price of what they redeemed, and says until when it is good. */
export async function giveExchange(
  work: Work,
  reward: RewardRow,
  memberId: string,
): Promise<{ couponId: string; endsAt: Date }> {
  assert(reward.exchangeTemplateId, 'what is paid at the till has its coupon')
  const issue = { issueId: newId(work.at.getTime()), templateId: reward.exchangeTemplateId, memberIds: [memberId] }
  const { coupons } = await issueCoupons(work, { ...issue, reason: '' })
  const period = couponPeriod(validityOf(reward), work.at, await couponZone(work, reward.storeIds))
  return { couponId: coupons[0]!.couponId, endsAt: period!.endsAt }
}
