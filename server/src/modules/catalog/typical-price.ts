import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import { isInScope, type ItemScope, type ScopedItem } from './item-scope-rules.ts'

/**
 * What one thing out of these parts of the catalogue usually costs, part by part: the middle of the list prices of what is on sale,
 * services where there are any; 0 where nothing is. Bounded. Locks nothing.
 */
export async function typicalPrices(work: Work, parts: readonly (readonly ItemScope[])[]): Promise<number[]> {
  if (parts.every((scopes) => scopes.length === 0)) return parts.map(() => 0)
  const { merchantId } = work
  const items = await work.send<ScopedItem & { kind: string; listPriceCents: number }>(sql`
    select i.id as product_id, i.kind, i.list_price_cents, array_remove(array[i.category_id, c.parent_id], null) as category_ids
      from catalog.item i
      left join catalog.category c on c.merchant_id = ${merchantId} and c.id = i.category_id
     where i.merchant_id = ${merchantId} and i.kind <> 'plan' and i.archived_at is null and i.list_price_cents > 0
     order by i.kind <> 'service', i.id limit 5000`)
  return parts.map((scopes) => {
    const fit = items.filter((item) => scopes.some((scope) => isInScope(scope, item)))
    const services = fit.filter(({ kind }) => kind === 'service')
    const prices = (services.length > 0 ? services : fit)
      .map(({ listPriceCents }) => listPriceCents)
      .toSorted((a, b) => a - b)
    return prices[Math.floor((prices.length - 1) / 2)] ?? 0
  })
}
