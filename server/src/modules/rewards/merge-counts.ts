import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

type Between = { from: string; to: string }

const countsOf = ({ merchantId }: Work, memberId: string) => sql`
  select c.reward_id, c.units
    from rewards.member_count c
   where c.merchant_id = ${merchantId} and c.member_id = ${memberId}
     and c.reward_id = any(array(select id from rewards.reward where merchant_id = ${merchantId}))`

/**
 * Two records became one person, who had the rewards of both: limits per member are counted together from now on. Orders, donations and
 * entries are read by family and stay where they were booked. The absorbed record keeps its own rows, for the undo.
 */
export async function absorbRewardCounts(work: Work, { from, to }: Between): Promise<void> {
  await work.send(sql`
    insert into rewards.member_count as c (merchant_id, reward_id, member_id, units)
    select ${work.merchantId}, reward_id, ${to}, units from (${countsOf(work, from)}) of_absorbed
    on conflict (merchant_id, reward_id, member_id) do update set units = c.units + excluded.units`)
}

/** The undo: what the absorbed record has by itself is taken off again. What came back since was taken off both (`survivorLines`). */
export async function releaseRewardCounts(work: Work, { from, to }: Between): Promise<void> {
  await work.send(sql`
    update rewards.member_count c set units = greatest(0, c.units - a.units)
      from (${countsOf(work, to)}) a
     where c.merchant_id = ${work.merchantId} and c.member_id = ${from} and c.reward_id = a.reward_id`)
}
