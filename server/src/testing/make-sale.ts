import { saleFingerprint } from '#modules/cashier/pricing/fingerprint-rules.ts'
import { priceCart, priceSale } from '#modules/cashier/pricing/price-sale-rules.ts'
import { roundCash } from '#modules/cashier/pricing/tender-plan-rules.ts'
import type { PricingFacts, TenderRequest } from '#modules/cashier/pricing/pricing-types.ts'
import { readPricing } from '#modules/cashier/sale/quote-sale.ts'
import { sell, type SaleInput } from '#modules/cashier/sale/sell.ts'
import { worthOf } from '#modules/points/redeem-rules.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { accept, Refused } from '#shared/refusal.ts'

export type SaleWish = {
  storeId: string
  /** The id that the sale is to have: payments are started for it. */
  saleId?: string
  memberId?: string | null
  /** Item → whole units. */
  items: readonly (readonly [itemId: string, units: number])[]
  couponIds?: readonly string[]
  points?: number
  storedCents?: number
  giftCards?: readonly { giftCardId: string; amountCents: number }[]
  /** Money outside: on the cashier's word, or a payment that is confirmed. */
  outside?: { method: string; amountCents: number; paymentId?: string; carriedTenderId?: string }
  /** Cash on the counter; left out: exactly what the others do not pay. */
  receivedCents?: number
  orderDiscount?: SaleInput['orderDiscount']
  waiverCents?: number
  approvalId?: string
}

/** What the till would send: priced as the screen prices it, paid with stored value first and cash for the rest. */
export async function saleInputOf(work: Work, wish: SaleWish): Promise<SaleInput> {
  const lines = wish.items.map(([productId, units]) => ({ lineId: newId(), productId, quantityMilli: units * 1000 }))
  const cart = {
    storeId: wish.storeId,
    memberId: wish.memberId ?? null,
    lines,
    ...(wish.couponIds ? { couponIds: [...wish.couponIds] } : {}),
    ...(wish.orderDiscount ? { orderDiscount: wish.orderDiscount } : {}),
    ...(wish.waiverCents ? { waiverCents: wish.waiverCents } : {}),
  }
  const points = wish.points ? [{ tenderId: newId(), kind: 'points' as const, points: wish.points }] : []
  const { pricing } = await readPricing(work, { ...cart, tenders: points })
  const { netCents } = accept(priceCart(cart, pricing))
  const tenders = tendersOf(wish, netCents, pricing)
  const priced = accept(priceSale({ ...cart, tenders }, pricing))
  return {
    ...cart,
    tenders,
    fingerprint: saleFingerprint(priced),
    netCents,
    ...(wish.approvalId ? { approvalId: wish.approvalId } : {}),
  }
}

/** Points, stored value and money outside as wished, cash for what is left, in the coins that the store takes. */
function tendersOf(wish: SaleWish, netCents: number, { redeemRule, cashRounding }: PricingFacts): TenderRequest[] {
  const { points = 0, storedCents = 0, giftCards = [], outside } = wish
  const tenders: TenderRequest[] = []
  if (points > 0) tenders.push({ tenderId: newId(), kind: 'points', points })
  if (storedCents > 0) tenders.push({ tenderId: newId(), kind: 'stored_value', amountCents: storedCents })
  for (const card of giftCards) tenders.push({ tenderId: newId(), kind: 'gift_card', ...card })
  if (outside) tenders.push({ tenderId: newId(), kind: 'other', ...outside })
  const pointsCents = points > 0 && redeemRule ? worthOf(redeemRule, points) : 0
  const cardCents = giftCards.reduce((sum, { amountCents }) => sum + amountCents, 0)
  const leftCents = netCents - pointsCents - storedCents - cardCents - (outside?.amountCents ?? 0)
  const receivedCents = wish.receivedCents ?? roundCash(leftCents, cashRounding)
  if (receivedCents > 0 || leftCents > 0) tenders.push({ tenderId: newId(), kind: 'cash', receivedCents })
  return tenders
}

/** A sale wished for at a till and a moment of its own. */
export type SaleAt = SaleWish & { till: Work }

/** Sales of one batch, each of a member who is in no other of them. Throws the first refusal. */
export async function makeSales(work: Work, wishes: readonly SaleAt[]): Promise<void> {
  const turns = await Promise.all(
    wishes.map(async ({ till, ...wish }) => ({
      work: till,
      key: wish.saleId ?? newId(),
      input: await saleInputOf(till, wish),
    })),
  )
  const refused = (await sell(work, turns)).find((outcome) => outcome instanceof Refused)
  if (refused) throw refused
}

/** A sale through the very use case, in the work's transaction. Throws its refusal. */
export async function makeSale(work: Work, wish: SaleWish) {
  const input = await saleInputOf(work, wish)
  const [outcome] = await sell(work, [{ work, input, key: wish.saleId ?? newId() }])
  if (outcome instanceof Refused) throw outcome
  return { ...outcome!, input }
}
