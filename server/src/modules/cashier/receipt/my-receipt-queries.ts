import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

export type MyReceiptRow = {
  saleId: string
  receiptNumber: string
  storeId: string
  at: Date
  happenedAt: Date
  netCents: number
  pointsEarned: number
  refundedCents: number
  firstLine: string | null
  lineCount: number
}

/** What these records of one member bought, newest first, from the index by member: a page of each, then the newest of all. */
export function readMyReceipts(
  { send, merchantId }: Work,
  memberIds: readonly string[],
  { before, limit }: { before: { at: string; id: string } | null; limit: number },
): Promise<MyReceiptRow[]> {
  const older = before ? sql`and (s.at, s.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``
  return send<MyReceiptRow>(sql`
    with page as materialized (
      select s.* from unnest(${[...memberIds]}::uuid[]) as k(id)
       cross join lateral (select * from cashier.sale s
                            where s.merchant_id = ${merchantId} and s.member_id = k.id ${older}
                            order by s.at desc, s.id desc limit ${limit}) s
       order by s.at desc, s.id desc limit ${limit}
    )
    select p.id as sale_id, p.receipt_number, p.store_id, p.at, p.happened_at, p.net_cents, p.points_earned, l.first_line, l.line_count,
           coalesce((select sum(r.net_cents)::bigint from cashier.refund r
                      where r.merchant_id = ${merchantId} and r.sale_id = p.id), 0) as refunded_cents
      from page p
      cross join lateral (select (array_agg(l.name order by l.line_no))[1] as first_line, count(*)::integer as line_count
                            from cashier.sale_line l
                           where l.merchant_id = ${merchantId} and l.sale_id = p.id offset 0) l
     order by p.at desc, p.id desc`)
}
