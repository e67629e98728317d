import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

type Visits = {
  lines: { itemId: string; day: string; netCents: number }[]
  uses: { planId: string; day: string; units: number }[]
}

/** What a member bought and used since a day; bounded, newest first. */
export async function readVisits(work: Work, memberId: string, since: string): Promise<Visits> {
  const { merchantId } = work
  const [lines, uses] = await Promise.all([
    work.send<Visits['lines'][number]>(sql`
      select item_id, business_day as day, net_cents from cashier.read_member_line
       where merchant_id = ${merchantId} and member_id = ${memberId} and business_day >= ${since}::date and item_kind <> 'plan'
       order by business_day desc limit 2000`),
    work.send<Visits['uses'][number]>(sql`
      select p.plan_id, u.day, u.units
        from passes.pass p join passes.pass_use u on u.merchant_id = ${merchantId} and u.pass_id = p.id
       where p.merchant_id = ${merchantId} and p.member_id = ${memberId} and u.day >= ${since}::date and u.undone_at is null
       order by u.day desc limit 2000`),
  ])
  return { lines, uses }
}
