import { sql } from 'kysely'
import { createItem } from '#modules/catalog/create-item.ts'
import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import { createPriceList } from '#modules/catalog/save-price-list.ts'
import { saleFingerprint } from '#modules/cashier/pricing/fingerprint-rules.ts'
import { priceCart, priceSale } from '#modules/cashier/pricing/price-sale-rules.ts'
import type { PricingFacts } from '#modules/cashier/pricing/pricing-types.ts'
import { readPricing } from '#modules/cashier/sale/quote-sale.ts'
import type { Coupon } from '#modules/coupons/coupon-types.ts'
import { issueCoupons } from '#modules/coupons/issue-coupons.ts'
import { readCouponState } from '#modules/coupons/use-coupons.ts'
import { enrolMembers } from '#modules/members/enrol-members.ts'
import { setKind } from '#modules/messaging/save-template.ts'
import { setEarnPolicy } from '#modules/points/set-earn-policy.ts'
import { openStock } from '#modules/stock/adjust-stock.ts'
import { createPromotion } from '#modules/promotions/save-promotion.ts'
import { newId } from '#shared/ids.ts'
import { always } from '#shared/recurring-times.ts'
import { accept } from '#shared/refusal.ts'
import { makeCouponTemplate } from '#testing/make-coupon.ts'
import { makeStoredValue } from '#testing/make-value.ts'
import type { BenchShop } from './bench-shop.ts'

/** Whose product, promotion and coupon all tills meet at. `stockUnits` and `couponUses` are what there is of them. */
export type HotGoods = { itemId: string; templateId: string; stockUnits: number; couponUses: number }

export type CheckoutShop = {
  shop: BenchShop
  itemIds: string[]
  memberIds: string[]
  templateId: string
}

/** Ten yuan off: what each coupon and each promotion of the bench takes. */
const couponOffCents = 1_000

/**
 * Goods that count stock, a member price list, a promotion, a coupon template, an earn policy, and members with stored value:
 * all that a full checkout touches.
 */
export async function stockCheckoutShop(shop: BenchShop, { members = 2_000 } = {}): Promise<CheckoutShop> {
  const { itemIds, templateId } = await shop.inWork(async (work) => {
    await setEarnPolicy(work, {
      rule: { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true },
      expiry: { months: 12, round: 'month_end' },
    })
    // Whoever gets a coupon would be told, for minutes after: no part of a checkout.
    await setKind(work, { kind: 'coupon_issued', isOn: false, channels: ['inbox'] })
    const everywhere = { tierId: null, storeId: null, startsAt: null, endsAt: null }
    await createPriceList(work, { ...everywhere, id: newId(), name: '会员价', kind: 'member', rateBps: 9_500 })
    await createPromotion(work, newId(), { ...hundredOff, startsAt: work.at })
    const { id: templateId } = await makeCouponTemplate(work, { terms: { benefit: amountOff } })
    const itemIds: string[] = []
    for (let i = 0; i < 300; i++) {
      const id = newId()
      const priced = { listPriceCents: 3_600 + i * 10, taxRateBps: 600, tracksStock: true }
      await createItem(work, { id, kind: 'product', name: `商品 ${i}`, ...priced })
      itemIds.push(id)
    }
    return { itemIds, templateId }
  })
  const memberIds: string[] = []
  for (let done = 0; done < members; done += 200) {
    await shop.inWork(async (work) => {
      const rows = Array.from({ length: 200 }, (_, i) => ({
        id: newId(),
        name: `会员 ${done + i}`,
        phone: `+86138${String(done + i).padStart(8, '0')}`,
        source: 'import' as const,
      }))
      await enrolMembers(work, rows)
      for (const { id } of rows) await makeStoredValue(work, id, 100_000_000, 10_000_000)
      memberIds.push(...rows.map(({ id }) => id))
    })
  }
  return { shop, itemIds, memberIds, templateId }
}

/** Ten off from a hundred on, for everybody. */
const hundredOff = {
  ...{ name: '满百减十', endsAt: null, useLimit: null, memberLimit: null, budgetCents: null },
  terms: {
    offer: {
      kind: 'threshold_off' as const,
      steps: [{ thresholdCents: 10_000, offCents: 1_000 }],
      isRepeating: false,
      maxTimes: null,
    },
    ...{ scope: wholeCatalogue, storeIds: null, isMembersOnly: false, tierIds: null, times: always, priority: 100 },
    stacking: { group: null, per: 'line' as const, withCoupons: true, withMemberPrice: true },
  },
}

const amountOff = { kind: 'amount', offCents: couponOffCents } as const

/** One product of which `stockUnits` are left and nothing may be oversold, and a coupon template whose budget ends after `couponUses`. */
export async function makeHotGoods(
  { shop }: CheckoutShop,
  { stockUnits, couponUses }: { stockUnits: number; couponUses: number },
): Promise<HotGoods> {
  const { storeId } = shop
  return shop.inWork(async (work) => {
    const itemId = newId()
    const priced = { listPriceCents: 5_000, taxRateBps: 600, tracksStock: true, maySellBelowZero: false }
    await createItem(work, { id: itemId, kind: 'product', name: '爆款', ...priced })
    await openStock(work, { storeId, batchId: newId(), counts: [{ itemId, countedMilli: stockUnits * 1_000 }] })
    const budgetCents = couponUses * couponOffCents
    const { id: templateId } = await makeCouponTemplate(work, { budgetCents, terms: { benefit: amountOff } })
    return { itemId, templateId, stockUnits, couponUses }
  })
}

export type PrepareOptions = { count: number; hot?: HotGoods; hasCoupons?: boolean; lineCount?: 1 | 3 }

/**
 * Bodies of checkouts, ready to send: a member, three lines (or one, which no promotion takes anything off) at the member price, the promotion, a coupon of the member's own, one
 * fen off by hand (which the audit log keeps), stored value and cash, and the fingerprint of what this comes to.
 */
export async function prepareCheckouts(
  { shop, itemIds, memberIds, templateId }: CheckoutShop,
  { count, hot, hasCoupons = true, lineCount = 3 }: PrepareOptions,
): Promise<string[]> {
  const coupons = hasCoupons
    ? await issueTo(shop, hot?.templateId ?? templateId, memberIds, count)
    : Array.from({ length: count }, (_, i) => ({ memberId: memberIds[i % memberIds.length]!, coupon: null }))
  const allIds = hot ? [...itemIds, hot.itemId] : itemIds
  const lineOf = (productId: string) => ({ lineId: newId(), productId, quantityMilli: 1_000 })
  const { pricing } = await shop.inWork((work) =>
    readPricing(work, { storeId: shop.storeId, memberId: memberIds[0]!, lines: allIds.map(lineOf) }),
  )
  return coupons.map(({ memberId, coupon }, i) => {
    const picked = [0, 1, 2].slice(0, lineCount).map((n) => itemIds[(i * 7 + n * 31) % itemIds.length]!)
    if (hot) picked[0] = hot.itemId
    return JSON.stringify(bodyOf(shop.storeId, pricing, { memberId, coupon, lines: picked.map(lineOf) }))
  })
}

function bodyOf(
  storeId: string,
  pricing: PricingFacts,
  cart: {
    memberId: string
    coupon: Coupon | null
    lines: { lineId: string; productId: string; quantityMilli: number }[]
  },
) {
  const { memberId, coupon, lines } = cart
  const facts = { ...pricing, member: { memberId, tierId: null }, coupons: coupon ? [coupon] : [] }
  const basket = { storeId, memberId, lines, ...(coupon ? { couponIds: [coupon.couponId] } : {}), waiverCents: 1 }
  const { netCents } = accept(priceCart(basket, facts))
  const storedCents = 1_000
  const tenders = [
    { tenderId: newId(), kind: 'stored_value' as const, amountCents: storedCents },
    { tenderId: newId(), kind: 'cash' as const, receivedCents: netCents - storedCents + 100 },
  ]
  const priced = accept(priceSale({ ...basket, tenders }, facts))
  return { ...basket, tenders, netCents, fingerprint: saleFingerprint(priced) }
}

/** Coupons to members in turn, by the command itself, a thousand at a time. */
async function issueTo(shop: BenchShop, templateId: string, memberIds: readonly string[], count: number) {
  const issued: { memberId: string; coupon: Coupon }[] = []
  while (issued.length < count) {
    const first = issued.length % memberIds.length
    const to = memberIds.slice(first, first + Math.min(1_000, count - issued.length))
    const { coupons } = await shop.inWork((work) =>
      issueCoupons(work, { issueId: newId(), templateId, memberIds: to, reason: '' }),
    )
    const state = await shop.inWork((work) =>
      readCouponState(
        work,
        coupons.map(({ couponId }) => couponId),
      ),
    )
    for (const { couponId, memberId } of coupons) {
      issued.push({ memberId, coupon: state.coupons.get(couponId)!.coupon })
    }
  }
  return issued
}

export type HotOutcome = { soldUnits: number; leftUnits: number; couponUses: number; spentCents: number }

/** What the records say of the hot product and pool after all: for the check that nothing was sold twice. */
export async function readHotOutcome({ shop }: CheckoutShop, { itemId, templateId }: HotGoods): Promise<HotOutcome> {
  const [row] = await shop.inWork((work) =>
    work.send<HotOutcome>(sql`
      select (select coalesce(sum(quantity_milli), 0)::bigint / 1000 from cashier.sale_line
               where merchant_id = ${work.merchantId} and item_id = ${itemId}) as sold_units,
             (select quantity_milli / 1000 from stock.on_hand
               where merchant_id = ${work.merchantId} and item_id = ${itemId}) as left_units,
             (select count(*) from coupons.coupon_use
               where merchant_id = ${work.merchantId} and template_id = ${templateId}) as coupon_uses,
             (select spent_cents from coupons.pool
               where merchant_id = ${work.merchantId} and template_id = ${templateId}) as spent_cents`),
  )
  return row!
}
