import { saleFingerprint } from '#modules/cashier/pricing/fingerprint-rules.ts'
import { priceCart, priceSale } from '#modules/cashier/pricing/price-sale-rules.ts'
import type { TenderRequest } from '#modules/cashier/pricing/pricing-types.ts'
import { pricingFactsOf, readSaleFacts } from '#modules/cashier/sale/sale-facts.ts'
import { sell, type SaleInput } from '#modules/cashier/sale/sell.ts'
import { readEarnPolicy } from '#modules/points/earn-policy.ts'
import { readRedeemPolicy } from '#modules/points/redeem-policy.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { accept, Refused } from '#shared/refusal.ts'

export type SaleWish = {
  storeId: string
  memberId?: string | null
  /** Item → whole units. */
  items: readonly (readonly [itemId: string, units: number])[]
  storedCents?: number
  /** Cash on the counter; left out: exactly what stored value does not pay. */
  receivedCents?: number
  orderDiscount?: SaleInput['orderDiscount']
  approvalId?: string
}

/** What the till would send: priced as the screen prices it, paid with stored value first and cash for the rest. */
export async function saleInputOf(work: Work, wish: SaleWish): Promise<SaleInput> {
  const lines = wish.items.map(([productId, units]) => ({ lineId: newId(), productId, quantityMilli: units * 1000 }))
  const cart = {
    storeId: wish.storeId,
    memberId: wish.memberId ?? null,
    lines,
    ...(wish.orderDiscount ? { orderDiscount: wish.orderDiscount } : {}),
  }
  const [facts, earnPolicy, redeemPolicy] = await Promise.all([
    readSaleFacts(work, [cart]),
    readEarnPolicy(work),
    readRedeemPolicy(work),
  ])
  const pricing = pricingFactsOf(facts, {
    ...cart,
    member: wish.memberId ? { memberId: wish.memberId, tierId: null } : null,
    at: work.at,
    coupons: [],
    earnRule: earnPolicy?.rule ?? null,
    redeemRule: redeemPolicy?.rule ?? null,
  })
  const { netCents } = accept(priceCart(cart, pricing))
  const tenders: TenderRequest[] = []
  const storedCents = wish.storedCents ?? 0
  if (storedCents > 0) tenders.push({ tenderId: newId(), kind: 'stored_value', amountCents: storedCents })
  const cashCents = wish.receivedCents ?? netCents - storedCents
  if (cashCents > 0) tenders.push({ tenderId: newId(), kind: 'cash', receivedCents: cashCents })
  const priced = accept(priceSale({ ...cart, tenders }, pricing))
  return {
    ...cart,
    tenders: tenders as SaleInput['tenders'],
    fingerprint: saleFingerprint(priced),
    ...(wish.approvalId ? { approvalId: wish.approvalId } : {}),
  }
}

/** A sale through the very use case, in the work's transaction. Throws its refusal. */
export async function makeSale(work: Work, wish: SaleWish) {
  const input = await saleInputOf(work, wish)
  const [outcome] = await sell(work, [{ work, input, key: newId() }])
  if (outcome instanceof Refused) throw outcome
  return { ...outcome!, input }
}
