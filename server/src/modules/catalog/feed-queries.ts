import { sql } from 'kysely'
import { onlyRow } from '#platform/db.ts'
import type { Work } from '#platform/work.ts'
import type { ItemKind } from './item-rules.ts'

/** An item as a till holds it: what it shows, what pricing needs, and what a scan finds it by. */
export type TillItem = {
  id: string
  kind: ItemKind
  code: string | null
  name: string
  spec: string
  searchText: string
  categoryId: string | null
  unit: string
  listPriceCents: number | null
  taxRateBps: number
  isWeighed: boolean
  scaleNumber: string | null
  isDiscountable: boolean
  earnsPoints: boolean
  tracksStock: boolean
  durationMinutes: number | null
  pictureId: string | null
  opensAt: Date | null
  barcodes: string[]
  isArchived: boolean
  revision: number
}

export async function readRevision(work: Work): Promise<number> {
  const rows = await work.send<{ revision: number }>(sql`
    select coalesce((select last_revision from catalog.revision where merchant_id = ${work.merchantId}), 0) as revision`)
  return onlyRow(rows).revision
}

/**
 * The items changed after a place in the catalogue's history, oldest change first. One that is no longer for sale comes as
 * archived, so that the till takes it off; a first load (`isFirst`) leaves those out.
 */
export function readChangedItems(
  work: Work,
  after: { revision: number; itemId: string },
  { isFirst, limit }: { isFirst: boolean; limit: number },
): Promise<TillItem[]> {
  const { merchantId } = work
  return work.send<TillItem>(sql`
    select i.id, i.kind, i.code, i.name, i.spec, i.search_text, i.category_id, i.unit, i.list_price_cents, i.tax_rate_bps,
           i.is_weighed, i.scale_number, i.is_discountable, i.earns_points, i.tracks_stock, i.duration_minutes, i.picture_id,
           i.opens_at,
           coalesce((select jsonb_agg(b.barcode order by b.barcode) from catalog.barcode b
                      where b.merchant_id = ${merchantId} and b.item_id = i.id), '[]') as barcodes,
           i.archived_at is not null as is_archived, i.revision
      from catalog.item i
     where i.merchant_id = ${merchantId} and (i.revision, i.id) > (${after.revision}, ${after.itemId}::uuid)
       and (not ${isFirst} or i.archived_at is null)
     order by i.revision, i.id limit ${limit}`)
}

/** The lines of `tillLineFields` for items behind a place, and the place of the last of them; null when there are no more. */
export async function readItemLines(
  work: Work,
  after: { revision: number; itemId: string },
  limit: number,
): Promise<{ text: string; count: number; revision: number; itemId: string } | null> {
  const { merchantId } = work
  const rows = await work.send<{ text: string; count: number; revision: number; itemId: string }>(sql`
    with page as materialized (
      select i.* from catalog.item i
       where i.merchant_id = ${merchantId} and (i.revision, i.id) > (${after.revision}, ${after.itemId}::uuid)
         and i.archived_at is null
       order by i.revision, i.id limit ${limit})
    select l.text, l.count, p.revision, p.id as item_id
      from (select string_agg(json_build_array(p.id, p.kind, p.code, p.name, p.spec, p.search_text, p.category_id, p.unit,
                     p.list_price_cents, p.tax_rate_bps, p.is_weighed, p.scale_number, p.is_discountable, p.earns_points,
                     p.tracks_stock, p.duration_minutes, p.picture_id,
                     array(select b.barcode from catalog.barcode b
                            where b.merchant_id = ${merchantId} and b.item_id = p.id order by b.barcode),
                     p.opens_at)::text,
                     chr(10)) as text,
                   count(*) as count
              from page p) l
      cross join (select p.revision, p.id from page p order by p.revision desc, p.id desc limit 1) p`)
  return rows[0] ?? null
}

/** How many items have a later revision, `most` at the most. */
export async function countChanged(work: Work, revision: number, most: number): Promise<number> {
  const rows = await work.send<{ count: number }>(sql`
    select count(*) as count
      from (select from catalog.item where merchant_id = ${work.merchantId} and revision > ${revision} limit ${most}) i`)
  return onlyRow(rows).count
}
