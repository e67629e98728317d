import { sql } from 'kysely'
import { lateBirthdayDays } from '#modules/members/roll-birthdays.ts'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import type { Day } from '#shared/business-day.ts'

export type GiftKind = 'gift' | 'upgrade_gift' | 'birthday_gift'

export type NewGift = {
  id: string
  memberId: string
  benefitId: string
  tierId: string | null
  kind: GiftKind
  period: string
  place: number
  templateId: string
  couponIds: readonly string[]
  costCents: number
  day: Day
  storeId: string | null
}

/** Notes gifts. One without coupons was due and could not be given: it is not tried again. */
export async function insertGifts(work: Work, gifts: readonly NewGift[]): Promise<void> {
  if (gifts.length === 0) return
  const list = gifts.map((gift) => ({
    ...{ id: gift.id, member_id: gift.memberId, benefit_id: gift.benefitId, tier_id: gift.tierId, kind: gift.kind },
    ...{ period: gift.period, place: gift.place, template_id: gift.templateId, coupon_ids: gift.couponIds },
    ...{ cost_cents: gift.costCents, day: gift.day, store_id: gift.storeId },
  }))
  await work.send(sql`
    insert into tiers.gift (merchant_id, id, member_id, benefit_id, tier_id, kind, period, place, template_id, coupon_ids,
      cost_cents, day, at, actor_id, store_id)
    select ${work.merchantId}, g.id, g.member_id, g.benefit_id, g.tier_id, g.kind, g.period, g.place, g.template_id,
           g.coupon_ids, g.cost_cents, g.day, ${work.at}, ${actorId(work.actor)}, g.store_id
      from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as g(id uuid, member_id uuid, benefit_id uuid, tier_id uuid,
        kind text, period text, place smallint, template_id uuid, coupon_ids uuid[], cost_cents bigint, day date,
        store_id uuid)`)
}

export type GiftRow = {
  id: string
  memberId: string
  benefitId: string
  kind: GiftKind
  period: string
  place: number
  couponIds: string[]
  day: Day
}

/** Gifts of members since a day, latest first, those of records merged into them included: a quota is one person's. */
export function readGifts({ send, merchantId }: Work, memberIds: readonly string[], since: Day): Promise<GiftRow[]> {
  return send<GiftRow>(sql`
    with recursive family (root_id, member_id) as (
      select id, id from unnest(${[...memberIds]}::uuid[]) as m(id)
      union
      select f.root_id, m.member_id from family f
        join members.read_merged m on m.merchant_id = ${merchantId} and m.into_id = f.member_id
    )
    select g.id, f.root_id as member_id, g.benefit_id, g.kind, g.period, g.place, g.coupon_ids, g.day
      from family f
      join tiers.gift g on g.merchant_id = ${merchantId} and g.member_id = f.member_id and g.day >= ${since}::date
     order by g.at desc, g.id desc`)
}

/** The next members of a level in key order. */
export async function readTierMembers(
  { send, merchantId }: Work,
  tierId: string,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await send<{ memberId: string }>(sql`
    select member_id from members.read_tier
     where merchant_id = ${merchantId} and tier_id = ${tierId} and (${after}::uuid is null or member_id > ${after}::uuid)
     order by member_id limit ${limit}`)
  return rows.map(({ memberId }) => memberId)
}

/** How far a round is: null where it has not begun. */
export async function readRound(
  { send, merchantId }: Work,
  round: { benefitId: string; period: string },
): Promise<{ afterMemberId: string | null; doneAt: Date | null } | null> {
  const [row] = await send<{ afterMemberId: string | null; doneAt: Date | null }>(sql`
    select after_member_id, done_at from tiers.gift_round
     where merchant_id = ${merchantId} and benefit_id = ${round.benefitId} and period = ${round.period}`)
  return row ?? null
}

export async function writeRound(
  { send, merchantId }: Work,
  round: { benefitId: string; period: string; afterMemberId: string | null; doneAt: Date | null },
): Promise<void> {
  const { benefitId, period, afterMemberId, doneAt } = round
  await send(sql`
    insert into tiers.gift_round (merchant_id, benefit_id, period, after_member_id, done_at)
    values (${merchantId}, ${benefitId}, ${period}, ${afterMemberId}, ${doneAt})
    on conflict (merchant_id, benefit_id, period) do update
      set after_member_id = coalesce(excluded.after_member_id, tiers.gift_round.after_member_id), done_at = excluded.done_at`)
}

/**
 * Members whose birthday is near enough for their level's gift and who had none since `guardDay`. The base level stands under
 * a null id. `next_birthday_day` is a solar day: lunar birthdays and 29 February are turned into it where birthdays are kept.
 */
export function readBirthdays(
  { send, merchantId }: Work,
  wanted: {
    today: Day
    guardDay: Day
    levels: readonly { tierId: string | null; daysBefore: number }[]
    limit: number
  },
): Promise<{ memberId: string; tierId: string | null; birthday: Day }[]> {
  const { today, guardDay, levels, limit } = wanted
  const list = levels.map(({ tierId, daysBefore }) => ({ tier_id: tierId, days_before: daysBefore }))
  const most = Math.max(...levels.map(({ daysBefore }) => daysBefore))
  return send(sql`
    select m.member_id, m.tier_id, m.next_birthday_day as birthday
      from members.read_tier m
      join jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as l(tier_id uuid, days_before integer)
        on l.tier_id is not distinct from m.tier_id
     where m.merchant_id = ${merchantId} and m.next_birthday_day between ${today}::date - ${lateBirthdayDays}::int and ${today}::date + ${most}::int
       and m.next_birthday_day <= ${today}::date + l.days_before
       and not exists (select from tiers.gift g
                        where g.merchant_id = ${merchantId} and g.member_id = m.member_id and g.kind = 'birthday_gift'
                          and g.day >= ${guardDay}::date)
     order by m.member_id limit ${limit}`)
}
