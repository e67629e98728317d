import type { Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import { refuseForeignStore } from '#platform/actor.ts'
import { accept, Refused } from '#shared/refusal.ts'
import type { SaleQuote, SaleQuoteRequest } from '#modules/cashier/contract.ts'
import { saleFingerprint } from '#modules/cashier/pricing/fingerprint-rules.ts'
import { priceCart, priceSale } from '#modules/cashier/pricing/price-sale-rules.ts'
import type { PricedCart, PricingFacts } from '#modules/cashier/pricing/pricing-types.ts'
import { readCouponState } from '#modules/coupons/use-coupons.ts'
import { memberTiers } from '#modules/members/member-tiers.ts'
import { readPromotionCounters } from '#modules/promotions/use-promotions.ts'
import { openPromotions } from '#modules/promotions/use-rules.ts'
import { readEarnPolicy } from '#modules/points/earn-policy.ts'
import { readRedeemPolicy } from '#modules/points/redeem-policy.ts'
import { readTillDays } from '#modules/rewards/till-days.ts'
import { readCampaigns, saleEarnRule } from './earn-hook.ts'
import { redeemRuleOn } from './redeem-hook.ts'
import { pricingFactsOf, readSaleFacts, refuseUnopened, type SaleFacts } from './sale-facts.ts'

type Quote = Static<typeof SaleQuote>

/**
 * The price of a cart as `sell` would book it now; with tenders also change, points and the fingerprint. For callers without
 * the pricing function of their own: the till prices in the browser. Locks nothing, holds nothing.
 */
export async function quoteSale(work: Work, input: Static<typeof SaleQuoteRequest>): Promise<Quote> {
  const { facts, pricing } = await readPricing(work, input)
  const unopened = refuseUnopened(facts, input, work.at)
  if (unopened) accept(unopened)
  const named = (productId: string) => facts.items.get(productId)?.name ?? ''
  const { tenders } = input
  if (!tenders) {
    const priced = accept(priceCart(input, pricing))
    return { ...shown(priced, named), tenders: [], changeCents: 0, pointsEarned: 0, fingerprint: null }
  }
  const priced = accept(priceSale({ ...input, tenders }, pricing))
  return { ...priced, ...shown(priced, named), fingerprint: saleFingerprint(priced) }
}

function shown(priced: PricedCart, named: (productId: string) => string) {
  return {
    ...priced,
    lines: priced.lines.map((line) => ({ ...line, name: named(line.productId) })),
    coupons: priced.coupons.map(({ misfit, ...coupon }) => ({ ...coupon, misfitCode: misfit?.code ?? null })),
  }
}

type PricedCartInput = Pick<Static<typeof SaleQuoteRequest>, 'storeId' | 'memberId' | 'lines' | 'couponIds' | 'tenders'>

/** All that a cart is priced from, as `sell` reads it but without a lock. Refuses an unknown store and one of others. */
export async function readPricing(
  work: Work,
  input: PricedCartInput,
): Promise<{ facts: SaleFacts; pricing: PricingFacts }> {
  const memberId = input.memberId ?? null
  const [facts, coupons, tiers, earnPolicy, redeemPolicy, tillDays] = await Promise.all([
    readSaleFacts(work, [input]),
    readCouponState(work, input.couponIds ?? []),
    memberTiers(work, memberId ? [memberId] : []),
    readEarnPolicy(work),
    readRedeemPolicy(work),
    input.tenders?.some(({ kind }) => kind === 'points') ? readTillDays(work) : [],
  ])
  const store = facts.stores.get(input.storeId)
  if (!store) throw new Refused('store_not_found')
  accept(refuseForeignStore(work.actor, store.id))
  const [counters, campaigns] = await Promise.all([
    readPromotionCounters(work, facts.promotions, memberId ? [memberId] : []),
    readCampaigns(work, earnPolicy, memberId ? [memberId] : []),
  ])
  const pricing = pricingFactsOf(facts, {
    ...input,
    member: memberId ? { memberId, tierId: tiers.get(memberId) ?? null } : null,
    at: work.at,
    promotions: openPromotions(counters, facts.promotions, memberId),
    coupons: [...coupons.coupons.values()].map(({ coupon }) => coupon),
    earnRule: saleEarnRule(earnPolicy, campaigns, {
      ...{ at: work.at, timeZone: store.timeZone, storeId: store.id, channel: 'till' },
      ...{ memberId, tierId: (memberId && tiers.get(memberId)) ?? null },
    }),
    redeemRule: redeemRuleOn(redeemPolicy, tillDays, { at: work.at, zone: store.timeZone }),
  })
  return { facts, pricing }
}
