import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

type Between = { from: string; to: string }

const countsOf = ({ merchantId }: Work, memberId: string) => sql`
  select c.template_id, c.issued, c.member_limit
    from coupons.member_count c
   where c.merchant_id = ${merchantId} and c.member_id = ${memberId}
     and c.template_id = any(array(select id from coupons.coupon_template where merchant_id = ${merchantId}))`

/**
 * Two records became one person, who was issued what both were: limits per member are counted together from now on. The absorbed record
 * keeps its own rows, for the undo. The members are locked by the caller.
 */
export async function absorbIssueCounts(work: Work, { from, to }: Between): Promise<void> {
  await work.send(sql`
    insert into coupons.member_count as c (merchant_id, template_id, member_id, issued, member_limit)
    select ${work.merchantId}, template_id, ${to}, issued, member_limit from (${countsOf(work, from)}) of_absorbed
    on conflict (merchant_id, template_id, member_id) do update
       set issued = c.issued + excluded.issued,
           member_limit = greatest(c.member_limit, excluded.member_limit, c.issued + excluded.issued)`)
}

/** The undo: what the absorbed record has by itself is taken off again. */
export async function releaseIssueCounts(work: Work, { from, to }: Between): Promise<void> {
  await work.send(sql`
    update coupons.member_count c set issued = greatest(0, c.issued - a.issued)
      from (${countsOf(work, to)}) a
     where c.merchant_id = ${work.merchantId} and c.member_id = ${from} and c.template_id = a.template_id`)
}
