import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

export type PastCartRow = {
  id: string
  /** When it happened at the till; the pages go by when it was booked. */
  at: Date
  bookedAt: Date
  storeId: string
  memberId: string | null
  lines: {
    itemId: string
    name: string
    quantityMilli: number
    isWeighed: boolean
    grossCents: number
    unitPriceCents: number
    hasMemberPrice: boolean
  }[]
}

type Span = { from: Date; storeIds: readonly string[] | null }

/** How many sales of these stores there are since an instant, no more than so many, and where the newest of them begin. */
export async function readSpan(
  work: Work,
  { from, storeIds, most }: Span & { most: number },
): Promise<{ sales: number; firstAt: Date | null }> {
  const [row] = await work.send<{ sales: number; firstAt: Date | null }>(sql`
    select count(*) as sales, min(s.at) as first_at
      from (select at from cashier.sale
             where merchant_id = ${work.merchantId} and at >= ${from} and at < ${work.at}
               and (${storeIds}::uuid[] is null or store_id = any(${storeIds}::uuid[]))
             order by at desc, id desc limit ${most}) s`)
  return row!
}

/** A page of sales, oldest first, with what their carts held and what each line cost before it was reduced. */
export function readPastCarts(
  work: Work,
  { from, storeIds, after, limit }: Span & { after: { at: Date; id: string } | null; limit: number },
): Promise<PastCartRow[]> {
  const { merchantId } = work
  return work.send<PastCartRow>(sql`
    select s.id, s.happened_at as at, s.at as booked_at, s.store_id, s.member_id, l.lines
      from (select id, at, happened_at, store_id, member_id from cashier.sale
             where merchant_id = ${merchantId} and at >= ${from} and at < ${work.at}
               and (${storeIds}::uuid[] is null or store_id = any(${storeIds}::uuid[]))
               and (${after?.at ?? null}::timestamptz is null or (at, id) > (${after?.at ?? null}, ${after?.id ?? null}::uuid))
             order by at, id limit ${limit}) s
      cross join lateral (
        select jsonb_agg(jsonb_build_object('itemId', l.item_id, 'name', l.name, 'quantityMilli', l.quantity_milli,
                 'isWeighed', l.is_weighed, 'grossCents', l.gross_cents, 'unitPriceCents', l.unit_price_cents,
                 'hasMemberPrice', l.steps @> '[{"code": "member_price"}]') order by l.line_no) as lines
          from cashier.sale_line l
         where l.merchant_id = ${merchantId} and l.sale_id = s.id offset 0) l
     order by s.at, s.id`)
}
