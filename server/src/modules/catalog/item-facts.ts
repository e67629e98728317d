import { sql } from 'kysely'
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
  const { merchantId } = work
  const [items, priceLists] = await Promise.all([
    work.send<ItemFacts>(sql`
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
       where i.merchant_id = ${merchantId} and i.id = any(${itemIds}::uuid[])`),
    work.send<PriceListFacts>(sql`
      select l.id as price_list_id, l.kind, l.store_id, l.tier_id, l.starts_at, l.ends_at, l.rate_bps,
             coalesce((select jsonb_object_agg(li.item_id, li.price_cents) from catalog.price_list_item li
                        where li.merchant_id = ${merchantId} and li.price_list_id = l.id
                          and li.item_id = any(${itemIds}::uuid[])), '{}') as items
        from catalog.price_list l
       where l.merchant_id = ${merchantId} and l.archived_at is null
         and (l.ends_at is null or l.ends_at > ${work.at})`),
  ])
  return { items, priceLists }
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
