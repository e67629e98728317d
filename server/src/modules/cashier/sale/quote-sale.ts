import type { Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import { refuseForeignStore } from '#platform/actor.ts'
import { accept, Refused } from '#shared/refusal.ts'
import type { SaleQuote, SaleQuoteRequest } from '#modules/cashier/contract.ts'
import { saleFingerprint } from '#modules/cashier/pricing/fingerprint-rules.ts'
import { priceCart, priceSale } from '#modules/cashier/pricing/price-sale-rules.ts'
import { readEarnPolicy } from '#modules/points/earn-policy.ts'
import { readRedeemPolicy } from '#modules/points/redeem-policy.ts'
import { pricingFactsOf, readSaleFacts } from './sale-facts.ts'

type Quote = Static<typeof SaleQuote>

/**
 * The price of a cart as `sell` would book it now; with tenders also change, points and the fingerprint. For callers without
 * the pricing function of their own: the till prices in the browser. Locks nothing, holds nothing.
 */
export async function quoteSale(work: Work, input: Static<typeof SaleQuoteRequest>): Promise<Quote> {
  const [facts, earnPolicy, redeemPolicy] = await Promise.all([
    readSaleFacts(work, [input]),
    readEarnPolicy(work),
    readRedeemPolicy(work),
  ])
  const store = facts.stores.get(input.storeId)
  if (!store) throw new Refused('store_not_found')
  accept(refuseForeignStore(work.actor, store.id))
  const pricingFacts = pricingFactsOf(facts, {
    ...input,
    member: input.memberId ? { memberId: input.memberId, tierId: null } : null,
    at: work.at,
    coupons: [],
    earnRule: earnPolicy?.rule ?? null,
    redeemRule: redeemPolicy?.rule ?? null,
  })
  const named = (productId: string) => facts.items.get(productId)?.name ?? ''
  const { tenders } = input
  if (!tenders) {
    const priced = accept(priceCart(input, pricingFacts))
    const lines = priced.lines.map((line) => ({ ...line, name: named(line.productId) }))
    return { ...priced, lines, tenders: [], changeCents: 0, pointsEarned: 0, fingerprint: null }
  }
  const priced = accept(priceSale({ ...input, tenders }, pricingFacts))
  const lines = priced.lines.map((line) => ({ ...line, name: named(line.productId) }))
  return { ...priced, lines, fingerprint: saleFingerprint(priced) }
}
