import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

export type PurchasedLine = {
  receiptNumber: string
  at: Date
  storeId: string
  name: string
  quantityMilli: number
  netCents: number
  /** What of it came back. */
  refundedCents: number
}

/** Every line that these members bought, oldest first, at most `limit`: for the copy of a member's data. Without locks. */
export function readMemberPurchases(
  { send, merchantId }: Work,
  memberIds: readonly string[],
  limit: number,
): Promise<PurchasedLine[]> {
  return send<PurchasedLine>(sql`
    select s.receipt_number, s.at, s.store_id, l.name, l.quantity_milli, l.net_cents,
           coalesce((select sum(rl.net_cents)::bigint from cashier.refund r
                       join cashier.refund_line rl on rl.merchant_id = r.merchant_id and rl.refund_id = r.id
                      where r.merchant_id = ${merchantId} and r.sale_id = s.id and rl.line_id = l.line_id), 0)
             as refunded_cents
      from cashier.sale s
      join cashier.sale_line l on l.merchant_id = s.merchant_id and l.sale_id = s.id
     where s.merchant_id = ${merchantId} and s.member_id in (select unnest(${[...memberIds]}::uuid[]))
     order by s.at, s.id, l.line_no
     limit ${limit}`)
}
