import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

/** Which of these items were ever sold: those cannot be removed. */
export async function soldItems({ send, merchantId }: Work, itemIds: readonly string[]): Promise<Set<string>> {
  const rows = await send<{ itemId: string }>(sql`
    select id as item_id from unnest(${[...itemIds]}::uuid[]) as asked(id)
     where exists (select from cashier.sale_line l where l.merchant_id = ${merchantId} and l.item_id = asked.id)`)
  return new Set(rows.map(({ itemId }) => itemId))
}
