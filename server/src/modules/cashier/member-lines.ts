import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { Day } from '#shared/business-day.ts'

/** What was bought of an item on a day, less what came back of it since; weights and pieces in thousandths. */
export type MemberLine = {
  memberId: string
  day: Day
  itemId: string
  itemKind: 'product' | 'service' | 'bundle'
  quantityMilli: number
  netCents: number
}

/**
 * What these members bought from a day on, line by line, after refunds, on the day of the sale. Passes are left out: their price is earned
 * while they are used. One statement, no locks.
 */
export async function readMemberLines(
  { send, merchantId }: Work,
  memberIds: readonly string[],
  fromDay: Day,
): Promise<MemberLine[]> {
  if (memberIds.length === 0) return []
  return send<MemberLine>(sql`
    select s.member_id, s.business_day as day, l.item_id, l.item_kind, l.quantity_milli - back.quantity_milli as quantity_milli,
           l.net_cents - back.net_cents as net_cents
      from unnest(${[...new Set(memberIds)]}::uuid[]) as asked(member_id)
     cross join lateral (select id, member_id, business_day from cashier.sale
                          where merchant_id = ${merchantId} and member_id = asked.member_id and business_day >= ${fromDay} offset 0) s
      join cashier.sale_line l on l.merchant_id = ${merchantId} and l.sale_id = s.id and l.item_kind <> 'plan'
     cross join lateral (select coalesce(sum(rl.quantity_milli), 0)::bigint as quantity_milli, coalesce(sum(rl.net_cents), 0)::bigint as net_cents
                           from cashier.refund r
                           join cashier.refund_line rl on rl.merchant_id = ${merchantId} and rl.refund_id = r.id and rl.line_id = l.line_id
                          where r.merchant_id = ${merchantId} and r.sale_id = s.id) back`)
}
