import type { Cart, PricedProduct, PriceList, PricingFacts } from '#modules/cashier/pricing/pricing-types.ts'
import { priceCart } from '#modules/cashier/pricing/price-sale-rules.ts'
import type { PromotionDraft } from '#modules/promotions/promotion-save-rules.ts'
import type { Promotion } from '#modules/promotions/promotion-types.ts'
import { isRefusal } from '#shared/refusal.ts'

/** A sale as it was made: what stood in the cart, and what each line cost before promotions, coupons and discounts by hand. */
export type PastSale = {
  saleId: string
  at: Date
  storeId: string
  timeZone: string
  member: { memberId: string; tierId: string | null } | null
  lines: readonly PastLine[]
}

export type PastLine = {
  itemId: string
  name: string
  quantityMilli: number
  isWeighed: boolean
  grossCents: number
  /** The line's own member price; null: it had none. */
  memberPriceCents: number | null
  product: Omit<PricedProduct, 'productId' | 'listPriceCents' | 'isWeighed'>
}

export type PreviewItem = { itemId: string; name: string; quantityMilli: number; offCents: number }

export type PromotionPreview = {
  sales: number
  touchedSales: number
  touchedMembers: number
  /** What these sales would have brought in less. */
  offCents: number
  /** What the touched sales came to without it. */
  touchedCents: number
  /** Its budget or number of uses would have been spent by then; null: not within these sales. */
  spentAt: Date | null
  items: PreviewItem[]
}

type Totals = PromotionPreview & { members: Map<string, number>; byItem: Map<string, PreviewItem> }

const mostItems = 10

/**
 * Replays past sales, oldest first, with a draft among the promotions of their time: each is priced twice by the till's own
 * function, without and with it. Limits hold as they would have: a use that goes beyond the number, the member's number or the budget is not given.
 *
 * Takes the prices that the lines had; coupons and discounts by hand are left out of both sums.
 */
export function startReplay(
  draft: Promotion,
  limits: Pick<PromotionDraft, 'useLimit' | 'memberLimit' | 'budgetCents'>,
) {
  const totals: Totals = {
    ...{ sales: 0, touchedSales: 0, touchedMembers: 0, offCents: 0, touchedCents: 0, spentAt: null, items: [] },
    ...{ members: new Map(), byItem: new Map() },
  }
  return {
    take(sales: readonly PastSale[], promotions: readonly Promotion[]): void {
      for (const sale of sales) replayOne(totals, sale, { draft, limits, promotions })
    },
    result(): PromotionPreview {
      const { members, byItem, ...rest } = totals
      const items = [...byItem.values()].sort((a, b) => b.offCents - a.offCents).slice(0, mostItems)
      return { ...rest, touchedMembers: members.size, items }
    },
  }
}

type Replay = {
  draft: Promotion
  limits: Pick<PromotionDraft, 'useLimit' | 'memberLimit' | 'budgetCents'>
  promotions: readonly Promotion[]
}

function replayOne(totals: Totals, sale: PastSale, { draft, limits, promotions }: Replay): void {
  totals.sales += 1
  const { useLimit, memberLimit, budgetCents } = limits
  const memberId = sale.member?.memberId ?? null
  if (useLimit !== null && totals.touchedSales >= useLimit) return
  // A promotion limited per member is for members: a stranger's uses cannot be counted.
  if (memberLimit !== null && (memberId === null || (totals.members.get(memberId) ?? 0) >= memberLimit)) return
  const cart = cartOf(sale)
  const without = priceCart(cart, factsOf(sale, promotions))
  const withIt = priceCart(cart, factsOf(sale, [...promotions, draft]))
  if (isRefusal(without) || isRefusal(withIt)) return
  const isTouched = withIt.promotions.some(
    ({ promotionId, offCents }) => promotionId === draft.promotionId && offCents > 0,
  )
  const offCents = without.netCents - withIt.netCents
  if (!isTouched || (budgetCents !== null && totals.offCents + offCents > budgetCents)) return
  totals.touchedSales += 1
  totals.offCents += offCents
  totals.touchedCents += without.netCents
  if (memberId !== null) totals.members.set(memberId, (totals.members.get(memberId) ?? 0) + 1)
  const isSpent = totals.touchedSales === useLimit || (budgetCents !== null && totals.offCents === budgetCents)
  if (isSpent) totals.spentAt = sale.at
  for (const [index, { itemId, name, quantityMilli }] of sale.lines.entries()) {
    const off = without.lines[index]!.netCents - withIt.lines[index]!.netCents
    if (off === 0) continue
    const item = totals.byItem.get(itemId) ?? { itemId, name, quantityMilli: 0, offCents: 0 }
    totals.byItem.set(itemId, {
      ...item,
      quantityMilli: item.quantityMilli + quantityMilli,
      offCents: item.offCents + off,
    })
  }
}

const lineKey = (index: number) => `line-${index}`

function cartOf({ lines }: PastSale): Cart {
  return {
    lines: lines.map(({ isWeighed, quantityMilli, grossCents, itemId }, index) => {
      const ids = { lineId: lineKey(index), productId: itemId }
      // What was on the scale costs what its label said: its price per kilogram need not divide.
      return isWeighed ? { ...ids, embeddedCents: grossCents } : { ...ids, quantityMilli }
    }),
  }
}

function factsOf(sale: PastSale, promotions: readonly Promotion[]): PricingFacts {
  const products: Record<string, PricedProduct> = {}
  const memberPrices: Record<string, number> = {}
  for (const { itemId, quantityMilli, grossCents, isWeighed, memberPriceCents, product } of sale.lines) {
    const listPriceCents = Math.max(1, Math.round((grossCents * 1_000) / quantityMilli))
    products[itemId] = { productId: itemId, ...product, listPriceCents, isWeighed }
    if (memberPriceCents !== null) memberPrices[itemId] = memberPriceCents
  }
  return {
    ...{ at: sale.at.toISOString(), storeId: sale.storeId, timeZone: sale.timeZone, member: sale.member, products },
    priceLists: sale.member && Object.keys(memberPrices).length > 0 ? [memberList(memberPrices)] : [],
    ...{ promotions, coupons: [], cashRounding: { stepCents: 1, mode: 'nearest' }, earnRule: null, redeemRule: null },
  }
}

function memberList(items: Record<string, number>): PriceList {
  const open = { storeId: null, tierId: null, startsAt: null, endsAt: null, rateBps: null }
  return { priceListId: 'member', kind: 'member', ...open, items }
}
