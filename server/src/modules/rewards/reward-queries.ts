import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import { survivorLines } from '#modules/members/survivor.ts'
import type { Work } from '#platform/work.ts'
import type { RewardTerms } from './reward-rules.ts'

export type RewardRow = RewardTerms & {
  id: string
  name: string
  note: string
  couponTemplateId: string | null
  holdHours: number
  isEco: boolean
  /** The item of the catalogue that it is: handing it out takes it from the shelf. */
  itemId: string | null
  /** Paid at the till, it is had beside other goods for at least so much; 0 asks for none. */
  minPurchaseCents: number
  /** The kind of coupon that carries its price to the till; null: it is not paid there. */
  exchangeTemplateId: string | null
  /** Not in the mall: a rescue alone shows it. */
  isRescueOnly: boolean
  version: number
  unitsLeft: number | null
}

const columns = sql`r.id, r.kind, r.name, r.note, r.points, r.cash_cents, r.coupon_template_id, r.store_ids, r.may_pick_up,
  r.may_deliver, r.member_limit, r.hold_hours, r.is_eco, r.starts_at, r.ends_at, r.item_id, r.till_pay, r.min_purchase_cents,
  r.exchange_template_id, r.is_rescue_only, r.version, r.stopped_at`

/** Rewards with what is left of each, the newest first; `onlyOn`: those that can be had now. */
export function listRewards({ send, merchantId, at }: Work, onlyOn: boolean, opensBy = at): Promise<RewardRow[]> {
  return send<RewardRow>(sql`
    select ${columns}, s.units_left from rewards.reward r
      left join rewards.stock s on s.merchant_id = ${merchantId} and s.reward_id = r.id
     where r.merchant_id = ${merchantId}
       ${onlyOn ? sql`and r.stopped_at is null and (r.starts_at is null or r.starts_at <= ${opensBy}) and (r.ends_at is null or r.ends_at > ${at})` : sql``}
     order by r.created_at desc, r.id desc limit 500`)
}

export async function readReward({ send, merchantId }: Work, id: string): Promise<RewardRow | undefined> {
  const [row] = await send<RewardRow>(sql`
    select ${columns}, s.units_left from rewards.reward r
      left join rewards.stock s on s.merchant_id = ${merchantId} and s.reward_id = r.id
     where r.merchant_id = ${merchantId} and r.id = ${id}`)
  return row
}

/** Writes a reward over the version that was read; false when somebody else wrote meanwhile. */
export async function writeReward(
  { send, merchantId, at, actor }: Work,
  row: Omit<RewardRow, 'unitsLeft' | 'stoppedAt'>,
): Promise<boolean> {
  const rows = await send(sql`
    insert into rewards.reward as r (merchant_id, id, kind, name, note, points, cash_cents, coupon_template_id, store_ids,
           may_pick_up, may_deliver, member_limit, hold_hours, is_eco, starts_at, ends_at, item_id, till_pay, min_purchase_cents,
           exchange_template_id, is_rescue_only, version, created_at, author_id)
    values (${merchantId}, ${row.id}, ${row.kind}, ${row.name}, ${row.note}, ${row.points}, ${row.cashCents},
            ${row.couponTemplateId}, ${row.storeIds === null ? null : [...row.storeIds]}::uuid[], ${row.mayPickUp},
            ${row.mayDeliver}, ${row.memberLimit}, ${row.holdHours}, ${row.isEco}, ${row.startsAt}, ${row.endsAt},
            ${row.itemId}, ${row.tillPay}, ${row.minPurchaseCents}, ${row.exchangeTemplateId}, ${row.isRescueOnly},
            ${row.version + 1}, ${at}, ${actorId(actor)})
    on conflict (merchant_id, id) do update
       set name = excluded.name, note = excluded.note, points = excluded.points, cash_cents = excluded.cash_cents,
           coupon_template_id = excluded.coupon_template_id, store_ids = excluded.store_ids, may_pick_up = excluded.may_pick_up,
           may_deliver = excluded.may_deliver, member_limit = excluded.member_limit, hold_hours = excluded.hold_hours,
           is_eco = excluded.is_eco, starts_at = excluded.starts_at, ends_at = excluded.ends_at, item_id = excluded.item_id, till_pay = excluded.till_pay,
           min_purchase_cents = excluded.min_purchase_cents, exchange_template_id = excluded.exchange_template_id,
           is_rescue_only = excluded.is_rescue_only, version = excluded.version
     where r.version = ${row.version}
    returning 1 as one`)
  return rows.length > 0
}

export async function stopRewardRow({ send, merchantId, at }: Work, id: string): Promise<void> {
  await send(sql`
    update rewards.reward set stopped_at = coalesce(stopped_at, ${at}) where merchant_id = ${merchantId} and id = ${id}`)
}

/** Sets what is left; null: the reward is never short. */
export async function writeStock(
  { send, merchantId }: Work,
  rewardId: string,
  unitsLeft: number | null,
): Promise<void> {
  await send(
    unitsLeft === null
      ? sql`delete from rewards.stock where merchant_id = ${merchantId} and reward_id = ${rewardId}`
      : sql`
          insert into rewards.stock (merchant_id, reward_id, units_left) values (${merchantId}, ${rewardId}, ${unitsLeft})
          on conflict (merchant_id, reward_id) do update set units_left = excluded.units_left`,
  )
}

/** Locks what is left of a reward and what a member has of it, and reads both. The limit's row is made when there is none. */
export async function lockCounters(
  { send, merchantId }: Work,
  rewardId: string,
  memberId: string,
  isLimited: boolean,
): Promise<{ unitsLeft: number | null; had: number }> {
  const [stock] = await send<{ unitsLeft: number }>(sql`
    select units_left from rewards.stock where merchant_id = ${merchantId} and reward_id = ${rewardId} for update`)
  if (!isLimited) return { unitsLeft: stock?.unitsLeft ?? null, had: 0 }
  await send(sql`
    insert into rewards.member_count (merchant_id, reward_id, member_id, units) values (${merchantId}, ${rewardId}, ${memberId}, 0)
    on conflict (merchant_id, reward_id, member_id) do nothing`)
  const [count] = await send<{ units: number }>(sql`
    select units from rewards.member_count
     where merchant_id = ${merchantId} and reward_id = ${rewardId} and member_id = ${memberId} for update`)
  return { unitsLeft: stock?.unitsLeft ?? null, had: count!.units }
}

/**
 * Takes units off what is left and adds them to what the member has; negative ones go the other way, also for everybody whom the record
 * was merged into since.
 */
export async function moveUnits(
  work: Work,
  { rewardId, memberId, units }: { rewardId: string; memberId: string; units: number },
): Promise<void> {
  const { send, merchantId } = work
  const countedIds = units < 0 ? (await survivorLines(work, [memberId])).get(memberId)! : [memberId]
  await Promise.all([
    send(sql`
      update rewards.stock set units_left = units_left - ${units}
       where merchant_id = ${merchantId} and reward_id = ${rewardId}`),
    send(sql`
      update rewards.member_count set units = greatest(0, units + ${units})
       where merchant_id = ${merchantId} and reward_id = ${rewardId} and member_id = any(${countedIds}::uuid[])`),
  ])
}
