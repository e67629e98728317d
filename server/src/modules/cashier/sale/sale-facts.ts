import { type ItemFacts, type PriceListFacts, knownItemFacts } from '#modules/catalog/item-facts.ts'
import type { CashRounding, PricedProduct, PricingFacts } from '#modules/cashier/pricing/pricing-types.ts'
import { listsWithPasses } from '#modules/passes/pass-price-rules.ts'
import { noPassFacts, type PassFacts, passPricesOf, type PlanWish, readPassFacts } from '#modules/passes/plan-facts.ts'
import { beginsFor } from '#modules/promotions/early-rules.ts'
import { livePromotions } from '#modules/promotions/live-promotions.ts'
import type { Promotion } from '#modules/promotions/promotion-types.ts'
import { earlyHoursOf } from '#modules/passes/early-access.ts'
import { knownStoreFacts, type StoreFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { hasOpened, mostEarlyHours } from '#shared/early-hours.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'

/** How a store settles cash (R17). */
export function cashRoundingOf({
  cashStepCents,
  cashMode,
}: Pick<StoreFacts, 'cashStepCents' | 'cashMode'>): CashRounding {
  return { stepCents: cashStepCents, mode: cashMode }
}

/** What a batch of sales is priced from, read once for all of them. */
export type SaleFacts = {
  items: ReadonlyMap<string, ItemFacts>
  priceLists: readonly PriceListFacts[]
  promotions: readonly Promotion[]
  stores: ReadonlyMap<string, StoreFacts>
  /** What carts sell of plans, and what members' passes do to prices. */
  passes: PassFacts
  /** By how many hours things open earlier for members; empty where nothing is about to open. */
  earlyHours: ReadonlyMap<string, number>
}

type FactsCart = {
  storeId: string
  memberId?: string | null | undefined
  lines: readonly { productId: string; plan?: PlanWish | undefined }[]
}

/**
 * Items, live price lists, promotions and stores of a batch, as far as this process does not know them in one flight. Locks nothing: a price
 * is what it is when it is read.
 */
export async function readSaleFacts(
  work: Work,
  carts: readonly FactsCart[],
  /** The earliest moment that a cart is priced at. */
  from: Date = work.at,
): Promise<SaleFacts> {
  const itemIds = [...new Set(carts.flatMap((cart) => cart.lines.map((line) => line.productId)))]
  const storeIds = [...new Set(carts.map((cart) => cart.storeId))]
  const [{ items, priceLists }, soon, stores] = await Promise.all([
    knownItemFacts(work, itemIds),
    livePromotions(work, storeIds, { from, aheadHours: mostEarlyHours }),
    knownStoreFacts(work, storeIds),
  ])
  const planIds = items.flatMap(({ id, kind }) => (kind === 'plan' ? [id] : []))
  const hasPassPrices = priceLists.some(({ kind }) => kind === 'pass')
  const [passes, early] = await Promise.all([
    planIds.length > 0 || hasPassPrices ? readPassFacts(work, carts, { planIds, hasPassPrices }) : noPassFacts,
    readEarly(work, carts, { items, soon }),
  ])
  return { items: new Map(items.map((item) => [item.id, item])), priceLists, stores, passes, ...early }
}

/**
 * The promotions that have begun for one of these carts at least, and how much earlier than for all. Who comes earlier is asked only where
 * something is about to open; what opens for nobody here is left out, so that no sale locks its counters.
 */
async function readEarly(
  work: Work,
  carts: readonly FactsCart[],
  { items, soon }: { items: readonly ItemFacts[]; soon: readonly Promotion[] },
): Promise<Pick<SaleFacts, 'promotions' | 'earlyHours'>> {
  const now = work.at.toISOString()
  const isAllOpen =
    soon.every(({ startsAt }) => startsAt <= now) && items.every((item) => hasOpened(item.opensAt, work.at))
  if (isAllOpen) return { promotions: soon, earlyHours: new Map() }
  const memberIds = [...new Set(carts.flatMap(({ memberId }) => memberId ?? []))]
  const earlyHours = memberIds.length === 0 ? new Map<string, number>() : await earlyHoursOf(work, memberIds)
  const most = Math.max(0, ...earlyHours.values())
  return { promotions: soon.filter((promotion) => beginsFor(promotion, most) <= now), earlyHours }
}

/** Refuses a cart with an item that has not opened for its member, naming the first and its hour. */
export function refuseUnopened(
  { items, earlyHours }: Pick<SaleFacts, 'items' | 'earlyHours'>,
  { memberId, lines }: Pick<FactsCart, 'memberId' | 'lines'>,
  at: Date,
): Refusal<'item_not_open'> | undefined {
  const hours = (memberId && earlyHours.get(memberId)) || 0
  const waiting = lines
    .map(({ productId }) => items.get(productId))
    .find((item) => !hasOpened(item?.opensAt, at, hours))
  if (!waiting) return undefined
  const { id: itemId, name, opensAt } = waiting
  return refuse('item_not_open', { itemId, name, opensAt: opensAt!.toISOString() })
}

/** The facts in the form in which browser and server price: plain JSON. Items no longer sold are left out. */
export function pricingFactsOf(
  facts: SaleFacts,
  cart: Pick<PricingFacts, 'storeId' | 'member' | 'coupons' | 'earnRule' | 'redeemRule'> & {
    lines: FactsCart['lines']
    at: Date
    /** Those of the facts that are not used up; left out: all. */
    promotions?: readonly Promotion[]
  },
): PricingFacts {
  const { storeId, member, lines } = cart
  const passPrices = passPricesOf(facts.passes, { storeId, memberId: member?.memberId ?? null, lines }, cart.at)
  const store = facts.stores.get(storeId)!
  const products: Record<string, PricedProduct> = {}
  for (const { productId } of cart.lines) {
    const item = facts.items.get(productId)
    if (item && !item.isArchived && item.listPriceCents !== null) {
      products[productId] = pricedProductOf(item, item.listPriceCents)
    }
  }
  return {
    at: cart.at.toISOString(),
    storeId: cart.storeId,
    timeZone: store.timeZone,
    member: cart.member && { ...cart.member, earlyHours: facts.earlyHours.get(cart.member.memberId) ?? 0 },
    products,
    priceLists: listsWithPasses(facts.priceLists, passPrices).map((list) => ({
      ...list,
      startsAt: list.startsAt?.toISOString() ?? null,
      endsAt: list.endsAt?.toISOString() ?? null,
    })),
    promotions: cart.promotions ?? facts.promotions,
    coupons: cart.coupons,
    cashRounding: cashRoundingOf(store),
    earnRule: cart.earnRule,
    redeemRule: cart.redeemRule,
  }
}

function pricedProductOf(item: ItemFacts, listPriceCents: number): PricedProduct {
  return {
    productId: item.id,
    categoryIds: item.categoryIds,
    listPriceCents,
    isWeighed: item.isWeighed,
    isDiscountable: item.isDiscountable,
    earnsPoints: item.earnsPoints,
    taxRateBps: item.taxRateBps,
  }
}
