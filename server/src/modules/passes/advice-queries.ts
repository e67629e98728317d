import { sql } from 'kysely'
import type { ItemScope } from '#modules/catalog/item-scope-rules.ts'
import type { Work } from '#platform/work.ts'

type Visits = {
  lines: { itemId: string; day: string; grossCents: number; netCents: number }[]
  uses: {
    planId: string
    day: string
    units: number
    itemId: string | null
    scope: ItemScope
    /** What one unit of the part costs singly; null: it has no end of units. */
    singleCents: number | null
  }[]
}

/** What a member bought and kept, and used, since a day; bounded, newest first. What came back is no purchase, what nobody came for no visit. */
export async function readVisits(work: Work, memberId: string, since: string): Promise<Visits> {
  const { merchantId } = work
  const [lines, uses] = await Promise.all([
    work.send<Visits['lines'][number]>(sql`
      select item_id, business_day as day, net_cents - refunded_cents as net_cents,
             round(gross_cents::numeric * (quantity_milli - refunded_milli) / quantity_milli)::bigint as gross_cents
        from cashier.read_member_line
       where merchant_id = ${merchantId} and member_id = ${memberId} and business_day >= ${since}::date and item_kind <> 'plan'
         and refunded_milli < quantity_milli
       order by business_day desc limit 2000`),
    work.send<Visits['uses'][number]>(sql`
      select p.plan_id, u.day, u.units, u.item_id, part -> 'scope' as scope,
             case when part ->> 'units' is not null then (part ->> 'listCents')::bigint end as single_cents
        from passes.pass_use u
        join passes.pass p on p.merchant_id = ${merchantId} and p.id = u.pass_id
        join passes.plan_version v on v.merchant_id = ${merchantId} and v.plan_id = p.plan_id and v.version = p.plan_version
        cross join lateral jsonb_array_elements(v.terms -> 'components') as part
        left join passes.pass_hold h on h.merchant_id = ${merchantId} and h.id = u.booking_id
       where u.merchant_id = ${merchantId} and u.member_id = ${memberId} and u.day >= ${since}::date and u.undone_at is null
         and part ->> 'id' = u.component_id::text and coalesce(h.settled_as, 'consumed') = 'consumed'
       order by u.day desc limit 2000`),
  ])
  return { lines, uses }
}
