import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

export type PriceListRow = {
  id: string
  name: string
  kind: 'store' | 'member' | 'timed' | 'pass'
  storeId: string | null
  tierId: string | null
  startsAt: Date | null
  endsAt: Date | null
  rateBps: number | null
}

export type StoredPriceList = PriceListRow & { version: number; archivedAt: Date | null }

const columns = sql`id, name, kind, store_id, tier_id, starts_at, ends_at, rate_bps, version, archived_at`

export function readPriceLists(work: Work, after: { revision: number } = { revision: -1 }): Promise<StoredPriceList[]> {
  return work.send<StoredPriceList>(sql`
    select ${columns} from catalog.price_list
     where merchant_id = ${work.merchantId} and archived_at is null and revision > ${after.revision} order by id`)
}

export async function findPriceList(work: Work, priceListId: string): Promise<StoredPriceList | undefined> {
  const rows = await work.send<StoredPriceList>(sql`
    select ${columns} from catalog.price_list where merchant_id = ${work.merchantId} and id = ${priceListId}`)
  return rows[0]
}

export async function writePriceList(work: Work, row: PriceListRow, revision: number): Promise<void> {
  const { id, name, kind, storeId, tierId, startsAt, endsAt, rateBps } = row
  await work.send(sql`
    insert into catalog.price_list as l (merchant_id, id, name, kind, store_id, tier_id, starts_at, ends_at, rate_bps,
      created_at, revision)
    values (${work.merchantId}, ${id}, ${name}, ${kind}, ${storeId}, ${tierId}, ${startsAt}, ${endsAt}, ${rateBps},
      ${work.at}, ${revision})
    on conflict (merchant_id, id) do update set
      name = excluded.name, store_id = excluded.store_id, tier_id = excluded.tier_id, starts_at = excluded.starts_at,
      ends_at = excluded.ends_at, rate_bps = excluded.rate_bps, version = l.version + 1, revision = excluded.revision`)
}

export async function writePriceListArchival(work: Work, priceListId: string, revision: number): Promise<void> {
  await work.send(sql`
    update catalog.price_list set archived_at = ${work.at}, version = version + 1, revision = ${revision}
     where merchant_id = ${work.merchantId} and id = ${priceListId}`)
}

export type ListedPrice = { itemId: string; priceCents: number }

/** The prices on lists: of these items only, or of all. */
export function readListedPrices(
  work: Work,
  priceListIds: readonly string[],
): Promise<(ListedPrice & { priceListId: string })[]> {
  return work.send(sql`
    select price_list_id, item_id, price_cents from catalog.price_list_item
     where merchant_id = ${work.merchantId} and price_list_id = any(${[...priceListIds]}::uuid[])
     order by price_list_id, item_id`)
}

export async function writeListedPrices(
  work: Work,
  priceListId: string,
  prices: readonly ListedPrice[],
  removedItemIds: readonly string[],
): Promise<void> {
  const { merchantId } = work
  const rows = prices.map(({ itemId, priceCents }) => ({ item_id: itemId, price_cents: priceCents }))
  await Promise.all([
    work.send(sql`
      delete from catalog.price_list_item
       where merchant_id = ${merchantId} and price_list_id = ${priceListId} and item_id = any(${[...removedItemIds]}::uuid[])`),
    work.send(sql`
      insert into catalog.price_list_item (merchant_id, price_list_id, item_id, price_cents)
      select ${merchantId}, ${priceListId}, item_id, price_cents
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p(item_id uuid, price_cents bigint)
      on conflict (merchant_id, price_list_id, item_id) do update set price_cents = excluded.price_cents`),
  ])
}
