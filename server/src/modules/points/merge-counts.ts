import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

type Between = { from: string; to: string }

/** What a member had of campaigns with caps: campaigns are few, so each member's rows are found by the key. */
const countsOf = ({ merchantId }: Work, memberId: string) => sql`
  select c.campaign_id, c.period, c.points, c.uses
    from points.campaign_member_counter c
   where c.merchant_id = ${merchantId} and c.member_id = ${memberId}
     and c.campaign_id = any(array(select id from points.campaign where merchant_id = ${merchantId}))`

/**
 * Two records became one person, who had what both had: caps of campaigns are counted together from now on. The absorbed record keeps
 * its own rows, for the undo. The members are locked by the caller.
 */
export async function absorbCampaignCounts(work: Work, { from, to }: Between): Promise<void> {
  await work.send(sql`
    insert into points.campaign_member_counter as c (merchant_id, campaign_id, member_id, period, points, uses)
    select ${work.merchantId}, campaign_id, ${to}, period, points, uses from (${countsOf(work, from)}) of_absorbed
    on conflict (merchant_id, campaign_id, member_id, period) do update
       set points = c.points + excluded.points, uses = c.uses + excluded.uses`)
}

/** The undo: what the absorbed record has by itself is taken off again. What came back since was taken off both (`survivorLines`). */
export async function releaseCampaignCounts(work: Work, { from, to }: Between): Promise<void> {
  await work.send(sql`
    update points.campaign_member_counter c
       set points = greatest(0, c.points - a.points), uses = greatest(0, c.uses - a.uses)
      from (${countsOf(work, to)}) a
     where c.merchant_id = ${work.merchantId} and c.member_id = ${from} and c.campaign_id = a.campaign_id
       and c.period = a.period`)
}
