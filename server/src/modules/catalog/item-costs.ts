import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

/**
 * What one unit of these items costs the shop, whole cents; of a bundle without a cost of its own, what its parts cost. Items whose cost nobody
 * told are left out. One statement.
 */
export async function itemCosts({ send, merchantId }: Work, itemIds: readonly string[]): Promise<Map<string, number>> {
  if (itemIds.length === 0) return new Map()
  const rows = await send<{ id: string; costCents: number }>(sql`
    select i.id, coalesce(i.cost_cents, of_parts.cost_cents) as cost_cents
      from unnest(${[...new Set(itemIds)]}::uuid[]) as asked(id)
      join catalog.item i on i.merchant_id = ${merchantId} and i.id = asked.id
     cross join lateral (
       select case when count(*) = count(part.cost_cents) then round(sum(part.cost_cents * p.quantity_milli) / 1000.0)::bigint end as cost_cents
         from catalog.bundle_part p
         join catalog.item part on part.merchant_id = ${merchantId} and part.id = p.item_id
        where p.merchant_id = ${merchantId} and p.bundle_id = i.id) of_parts
     where coalesce(i.cost_cents, of_parts.cost_cents) is not null`)
  return new Map(rows.map(({ id, costCents }) => [id, costCents]))
}
