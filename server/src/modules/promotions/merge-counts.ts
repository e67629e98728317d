import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

type Between = { from: string; to: string }

const countsOf = ({ merchantId }: Work, memberId: string) => sql`
  select c.promotion_id, c.uses, c.member_limit
    from promotions.member_counter c
   where c.merchant_id = ${merchantId} and c.member_id = ${memberId}
     and c.promotion_id = any(array(select id from promotions.promotion where merchant_id = ${merchantId}))`

/**
 * Two records became one person, who used what both used: limits per member are counted together from now on, and more than the limit
 * together is no more to come. The absorbed record keeps its own rows, for the undo. The members are locked by the caller.
 */
export async function absorbPromotionCounts(work: Work, { from, to }: Between): Promise<void> {
  await work.send(sql`
    insert into promotions.member_counter as c (merchant_id, promotion_id, member_id, uses, member_limit)
    select ${work.merchantId}, promotion_id, ${to}, uses, member_limit from (${countsOf(work, from)}) of_absorbed
    on conflict (merchant_id, promotion_id, member_id) do update
       set uses = c.uses + excluded.uses, member_limit = greatest(c.member_limit, excluded.member_limit, c.uses + excluded.uses)`)
}

/** The undo: what the absorbed record has by itself is taken off again. What came back since was taken off both (`survivorLines`). */
export async function releasePromotionCounts(work: Work, { from, to }: Between): Promise<void> {
  await work.send(sql`
    update promotions.member_counter c set uses = greatest(0, c.uses - a.uses)
      from (${countsOf(work, to)}) a
     where c.merchant_id = ${work.merchantId} and c.member_id = ${from} and c.promotion_id = a.promotion_id`)
}
