import { sql } from 'kysely'
import type { TenderKind } from '#modules/cashier/pricing/pricing-types.ts'
import type { Work } from '#platform/work.ts'

/** The sales of members that a simulation looks at, no more than so many: where the newest of them begin. */
export async function readSpan(
  work: Work,
  { from, most }: { from: Date; most: number },
): Promise<{ sales: number; firstAt: Date | null }> {
  const [row] = await work.send<{ sales: number; firstAt: Date | null }>(sql`
    select count(*) as sales, min(s.at) as first_at
      from (select at from cashier.sale
             where merchant_id = ${work.merchantId} and at >= ${from} and at < ${work.at} and member_id is not null
             order by at desc, id desc limit ${most}) s`)
  return row!
}

export type PastLine = {
  lineId: string
  itemId: string
  quantityMilli: number
  isWeighed: boolean
  netCents: number
  taxCents: number
  earnsPoints: boolean
  tenderCents: number[]
}

export type PastSaleRow = {
  id: string
  at: Date
  happenedAt: Date
  storeId: string
  memberId: string
  isOffline: boolean
  isFirstVisit: boolean
  tenders: { kind: TenderKind }[]
  lines: PastLine[]
}

/** A page of members' sales, oldest first, with all that points are counted from. */
export function readPastSales(
  work: Work,
  { from, after, limit }: { from: Date; after: { at: Date; id: string } | null; limit: number },
): Promise<PastSaleRow[]> {
  const { merchantId } = work
  return work.send<PastSaleRow>(sql`
    select s.id, s.at, s.happened_at, s.store_id, s.member_id,
           exists (select from cashier.offline_sale o where o.merchant_id = ${merchantId} and o.sale_id = s.id) as is_offline,
           not exists (select from cashier.sale e
                        where e.merchant_id = ${merchantId} and e.member_id = s.member_id and e.net_cents > 0
                          and (e.at, e.id) < (s.at, s.id)) as is_first_visit,
           t.tenders, l.lines
      from (select id, at, happened_at, store_id, member_id from cashier.sale
             where merchant_id = ${merchantId} and at >= ${from} and at < ${work.at} and member_id is not null
               and (${after?.at ?? null}::timestamptz is null or (at, id) > (${after?.at ?? null}, ${after?.id ?? null}::uuid))
             order by at, id limit ${limit}) s
      cross join lateral (
        select coalesce(jsonb_agg(jsonb_build_object('kind', t.kind) order by t.tender_no), '[]') as tenders
          from cashier.tender t where t.merchant_id = ${merchantId} and t.sale_id = s.id offset 0) t
      cross join lateral (
        select jsonb_agg(jsonb_build_object('lineId', l.line_id, 'itemId', l.item_id, 'quantityMilli', l.quantity_milli,
                 'isWeighed', l.is_weighed, 'netCents', l.net_cents, 'taxCents', l.tax_cents, 'earnsPoints', l.earns_points,
                 'tenderCents', l.tender_cents) order by l.line_no) as lines
          from cashier.sale_line l where l.merchant_id = ${merchantId} and l.sale_id = s.id offset 0) l
     order by s.at, s.id`)
}
