import { queryOptions } from '@tanstack/react-query'
import { api, query, send, type ResponseOf } from '@staff/api'
import { currentItems, type ItemStore } from '#console/offline/item-store.ts'
import { orKept } from '#console/offline/kept-answer.ts'
import { listsWithPasses, noPassPrices, type PassPrices } from '#modules/passes/pass-price-rules.ts'
import type { PricedProduct, PricingFacts } from '#modules/cashier/pricing/pricing-types.ts'
import type { Coupon } from '#modules/coupons/coupon-types.ts'
import type { Promotion } from '#modules/promotions/promotion-types.ts'
import { localDay } from '#shared/business-day.ts'

type CatalogPage = ResponseOf<typeof api.tillCatalogGet>
export type TillItem = CatalogPage['items'][number]
export type Shelf = NonNullable<CatalogPage['shelf']>
export type TillSettings = ResponseOf<typeof api.tillSettingsGet>

/** The whole catalogue of a store as the till holds it. */
export type TillCatalog = { items: Map<string, TillItem>; byBarcode: Map<string, TillItem>; shelf: Shelf }

/** The catalogue last read, and what it was made of: nothing new makes nothing new to draw. */
let last: { from: ItemStore; catalog: TillCatalog } | null = null

async function readCatalog(storeId: string, signal: AbortSignal): Promise<TillCatalog> {
  const from = await currentItems(storeId, signal)
  if (last?.from === from) return last.catalog
  const byBarcode = new Map<string, TillItem>()
  for (const item of from.items.values()) for (const barcode of item.barcodes) byBarcode.set(barcode, item)
  const catalog = { items: from.items, byBarcode, shelf: from.shelf }
  last = { from, catalog }
  return catalog
}

export const catalogQuery = (storeId: string) =>
  queryOptions({
    queryKey: [api.tillCatalogGet.path, 'whole', storeId],
    queryFn: ({ signal }) => readCatalog(storeId, signal),
    staleTime: 60_000,
    // What changed since is a page of a few lines: a new price reaches the counter within a minute.
    refetchInterval: 60_000,
  })

export const settingsQuery = (storeId: string) => ({
  ...query(api.tillSettingsGet, { storeId }),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    orKept(`settings.${storeId}`, () => send(api.tillSettingsGet, { storeId }, { signal })),
  staleTime: 5 * 60_000,
})

// One function, so that one answer is one map: a new one with each drawing would be a new answer to whoever waits for it.
const versionsOf = ({ items }: ResponseOf<typeof api.tillPlanList>): ReadonlyMap<string, number> =>
  new Map(items.map((plan) => [plan.planId, plan.version]))

/** Plans on sale, by item: the version that a cart holds. Without a line none is sold. */
export const plansQuery = () => ({
  ...query(api.tillPlanList, {}),
  select: versionsOf,
  staleTime: 60_000,
  refetchInterval: 60_000,
  retry: false,
})

/** Promotions that run here, and those about to: each says itself from when until when it holds. */
export const promotionsQuery = (storeId: string) =>
  queryOptions({
    queryKey: [api.tillPromotionList.path, storeId],
    queryFn: async ({ signal }) => {
      const { items } = await orKept(`promotions.${storeId}`, () =>
        send(api.tillPromotionList, { storeId }, { signal }),
      )
      return items as Promotion[] // whole, as pricing takes them; the route declares what every one has
    },
    staleTime: 60_000,
    refetchInterval: 60_000,
  })

/** The facts that the browser prices with: the very shape the server uses. Items without a price cannot be in them. */
export function pricingFactsOf(
  catalog: TillCatalog,
  settings: TillSettings,
  input: {
    at: Date
    memberId: string | null
    tierId: string | null
    productIds: readonly string[]
    promotions: readonly Promotion[]
    coupons?: readonly Coupon[]
    /** What the member's passes do to prices. */
    passPrices?: PassPrices
    /** By how much things open earlier for the member. */
    earlyHours?: number
    /** Whether the server is there: without it nobody holds the budget of a redemption day. */
    hasLine?: boolean
  },
): PricingFacts {
  const products: Record<string, PricedProduct> = {}
  for (const productId of input.productIds) {
    const item = catalog.items.get(productId)
    if (!item || item.listPriceCents === null) continue
    const { listPriceCents, isWeighed, isDiscountable, earnsPoints, taxRateBps } = item
    const categoryIds = categoryPath(catalog.shelf, item.categoryId)
    products[productId] = { productId, categoryIds, listPriceCents, isWeighed, isDiscountable, earnsPoints, taxRateBps }
  }
  return {
    at: input.at.toISOString(),
    storeId: settings.storeId,
    timeZone: settings.timeZone,
    member: input.memberId
      ? { memberId: input.memberId, tierId: input.tierId, earlyHours: input.earlyHours ?? 0 }
      : null,
    products,
    priceLists: listsWithPasses(catalog.shelf.priceLists, input.passPrices ?? noPassPrices),
    promotions: input.promotions,
    coupons: input.coupons ?? [],
    cashRounding: settings.cashRounding,
    earnRule: settings.earnRule,
    redeemRule: redeemRuleAt(settings, input),
  }
}

/** How points pay now: with a line, a redemption day of the store's calendar makes them worth more. */
function redeemRuleAt(
  { redeemRule, redeemDays, timeZone }: TillSettings,
  { at, hasLine = true }: { at: Date; hasLine?: boolean },
): PricingFacts['redeemRule'] {
  if (!redeemRule || !hasLine) return redeemRule
  const today = localDay(at, timeZone)
  // What an earlier version kept has none.
  const day = (redeemDays ?? []).find((each) => each.day === today)
  if (!day) return redeemRule
  const { specialId, name, rateBps, leftPoints } = day
  return { ...redeemRule, day: { specialId, name, rateBps, leftPoints } }
}

/** A category and the one above it, as the scopes of promotions and coupons ask. */
function categoryPath(shelf: Shelf, categoryId: string | null): string[] {
  const category = shelf.categories.find(({ id }) => id === categoryId)
  return category ? [category.id, ...(category.parentId === null ? [] : [category.parentId])] : []
}

const normal = (text: string) => text.normalize('NFKC').toLowerCase().trim()

/** What an item is found by, computed once: of a hundred thousand, each key pressed would else pay for all again. */
const searchTexts = new WeakMap<TillItem, string>()

function searchTextOf(item: TillItem): string {
  const known = searchTexts.get(item)
  if (known !== undefined) return known
  const text = `${item.searchText} ${normal(item.code ?? '')}`
  searchTexts.set(item, text)
  return text
}

const { compare: compareNames } = new Intl.Collator('zh-CN')

type Found = { item: TillItem; rank: number }
const comesBefore = (a: Found, b: Found) =>
  a.rank !== b.rank ? a.rank < b.rank : compareNames(a.item.name, b.item.name) < 0

/**
 * Items by name, pinyin, initials or code, best match first: what starts with the words stands before what contains them.
 * Keeps no more than what is shown, so that most items of a large catalogue are compared once and not sorted.
 */
export function findItems(catalog: TillCatalog, typed: string, categoryId: string | null, most = 60): TillItem[] {
  const words = normal(typed).split(/\s+/).filter(Boolean)
  const best: Found[] = []
  for (const item of catalog.items.values()) {
    if (categoryId && item.categoryId !== categoryId) continue
    const text = words.length > 0 ? searchTextOf(item) : ''
    if (!words.every((word) => text.includes(word))) continue
    const starts = words.length > 0 && text.split(' ').some((part) => part.startsWith(words[0]!))
    const found = { item, rank: words.length === 0 || starts ? 0 : 1 }
    if (best.length === most && !comesBefore(found, best[most - 1]!)) continue
    let place = best.length
    while (place > 0 && comesBefore(found, best[place - 1]!)) place--
    best.splice(place, 0, found)
    if (best.length > most) best.pop()
  }
  return best.map(({ item }) => item)
}
