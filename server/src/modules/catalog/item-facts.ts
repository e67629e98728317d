import { sql } from 'kysely'
import { knownRows, knownWithin } from '#platform/known-facts.ts'
import type { Work } from '#platform/work.ts'
import type { ScopedItem } from './item-scope-rules.ts'

/** What selling an item needs: its price, its name for the receipt, and what its sale takes from stock. */
export type ItemFacts = {
  id: string
  kind: 'product' | 'service' | 'bundle' | 'plan'
  name: string
  /** Its category and the one above it. */
  categoryIds: string[]
  /** Null: not priced yet. Whoever sells treats the item as unknown. */
  listPriceCents: number | null
  taxRateBps: number
  isWeighed: boolean
  isDiscountable: boolean
  earnsPoints: boolean
  tracksStock: boolean
  maySellBelowZero: boolean | null
  isArchived: boolean
  /** Sold from then on, but to who has early access; null: always. */
  opensAt: Date | null
  /** Bundles: what one of it takes, with the parts' own stock policy. */
  parts: { itemId: string; quantityMilli: number; tracksStock: boolean; maySellBelowZero: boolean | null }[]
}

export type PriceListFacts = {
  priceListId: string
  kind: 'store' | 'member' | 'timed' | 'pass'
  storeId: string | null
  tierId: string | null
  startsAt: Date | null
  endsAt: Date | null
  rateBps: number | null
  items: Record<string, number>
}

/** The facts of these items and of every live price list that could touch them, in one flight. Locks nothing. */
export async function readItemFacts(
  work: Work,
  itemIds: readonly string[],
): Promise<{ items: ItemFacts[]; priceLists: PriceListFacts[] }> {
  const [items, heads, prices] = await Promise.all([
    readItems(work, itemIds),
    readLists(work, work.at),
    readPrices(work, itemIds),
  ])
  return { items, priceLists: withPrices(heads, prices, itemIds) }
}

/** The same by what this process knows (`work.facts`): only what it does not know is read. */
export async function knownItemFacts(
  work: Work,
  itemIds: readonly string[],
): Promise<{ items: ItemFacts[]; priceLists: PriceListFacts[] }> {
  const facts = await work.facts()
  const [items, prices, heads] = await Promise.all([
    knownRows(facts.map<ItemFacts>('catalog.item'), itemIds, async (ids) =>
      (await readItems(work, ids)).map((item) => [item.id, item]),
    ),
    knownRows(facts.map<ListPrices>('catalog.list-prices'), itemIds, (ids) => readPrices(work, ids)),
    knownWithin(facts, 'catalog.price-list', { from: work.at, until: work.at }, ({ from }) => readLists(work, from)),
  ])
  const live = heads.filter(({ endsAt }) => endsAt === null || endsAt > work.at)
  return { items: itemIds.flatMap((id) => items.get(id) ?? []), priceLists: withPrices(live, prices, itemIds) }
}

function readItems({ send, merchantId }: Work, itemIds: readonly string[]): Promise<ItemFacts[]> {
  return send<ItemFacts>(sql`
      select i.id, i.kind, i.name, array_remove(array[i.category_id, c.parent_id], null) as category_ids, i.list_price_cents,
             i.tax_rate_bps, i.is_weighed, i.is_discountable, i.earns_points, i.tracks_stock, i.may_sell_below_zero,
             i.archived_at is not null as is_archived, i.opens_at,
             case when i.kind <> 'bundle' then '[]'::jsonb else coalesce((
               select jsonb_agg(jsonb_build_object('itemId', p.item_id, 'quantityMilli', p.quantity_milli,
                        'tracksStock', part.tracks_stock, 'maySellBelowZero', part.may_sell_below_zero) order by p.item_id)
                 from catalog.bundle_part p
                 join catalog.item part on part.merchant_id = ${merchantId} and part.id = p.item_id
                where p.merchant_id = ${merchantId} and p.bundle_id = i.id), '[]') end as parts
        from catalog.item i
        left join catalog.category c on c.merchant_id = ${merchantId} and c.id = i.category_id
       where i.merchant_id = ${merchantId} and i.id = any(${[...itemIds]}::uuid[])`)
}

type ListHead = Omit<PriceListFacts, 'items'>

/** Price lists that have not ended at an instant. */
function readLists({ send, merchantId }: Work, at: Date): Promise<ListHead[]> {
  return send<ListHead>(sql`
      select id as price_list_id, kind, store_id, tier_id, starts_at, ends_at, rate_bps from catalog.price_list
       where merchant_id = ${merchantId} and archived_at is null and (ends_at is null or ends_at > ${at})`)
}

/** An item's prices by list. */
type ListPrices = Readonly<Record<string, number>>

/** For each item, its prices on lists of any time; none where it has none. */
async function readPrices({ send, merchantId }: Work, itemIds: readonly string[]): Promise<Map<string, ListPrices>> {
  const rows = await send<{ itemId: string; prices: ListPrices }>(sql`
      select item_id, jsonb_object_agg(price_list_id, price_cents) as prices from catalog.price_list_item
       where merchant_id = ${merchantId} and item_id = any(${[...itemIds]}::uuid[]) group by item_id`)
  const found = new Map(rows.map(({ itemId, prices }) => [itemId, prices]))
  return new Map(itemIds.map((id) => [id, found.get(id) ?? {}]))
}

function withPrices(
  heads: readonly ListHead[],
  prices: ReadonlyMap<string, ListPrices>,
  itemIds: readonly string[],
): PriceListFacts[] {
  const lists = new Map(heads.map((head): [string, PriceListFacts] => [head.priceListId, { ...head, items: {} }]))
  for (const itemId of itemIds) {
    for (const [listId, cents] of Object.entries(prices.get(itemId) ?? {})) {
      const list = lists.get(listId)
      if (list) list.items[itemId] = cents
    }
  }
  return [...lists.values()]
}

/** Items as scopes ask for them: the id, its category and the one above it. Unknown ids are left out. One statement of the flight. */
export async function itemScopes(work: Work, itemIds: readonly string[]): Promise<Map<string, ScopedItem>> {
  if (itemIds.length === 0) return new Map()
  const { merchantId } = work
  const rows = await work.send<ScopedItem>(sql`
    select i.id as product_id, array_remove(array[i.category_id, c.parent_id], null) as category_ids
      from catalog.item i
      left join catalog.category c on c.merchant_id = ${merchantId} and c.id = i.category_id
     where i.merchant_id = ${merchantId} and i.id = any(${[...itemIds]}::uuid[])`)
  return new Map(rows.map((row) => [row.productId, row]))
}
