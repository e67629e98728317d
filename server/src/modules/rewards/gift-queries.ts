import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { builtInGiftPolicy, type GiftPolicy } from '#modules/points/mall-terms-rules.ts'

export type GiftRow = {
  id: string
  fromId: string
  toId: string
  points: number
  state: 'offered' | 'accepted' | 'returned'
  at: Date
  expiresAt: Date
  endedAt: Date | null
}

const columns = sql`g.id, g.from_id, g.to_id, g.points, g.state, g.at, g.expires_at, g.ended_at`

export async function readGiftPolicy({ send, merchantId }: Work): Promise<GiftPolicy> {
  const [row] = await send<GiftPolicy>(sql`
    select is_on, day_most, year_most, member_days from rewards.gift_policy where merchant_id = ${merchantId}`)
  return row ?? builtInGiftPolicy
}

export async function writeGiftPolicy({ send, merchantId, at, actor }: Work, policy: GiftPolicy): Promise<void> {
  await send(sql`
    insert into rewards.gift_policy (merchant_id, is_on, day_most, year_most, member_days, changed_at, author_id)
    values (${merchantId}, ${policy.isOn}, ${policy.dayMost}, ${policy.yearMost}, ${policy.memberDays}, ${at}, ${actorId(actor)})
    on conflict (merchant_id) do update
       set is_on = excluded.is_on, day_most = excluded.day_most, year_most = excluded.year_most,
           member_days = excluded.member_days, changed_at = excluded.changed_at, author_id = excluded.author_id`)
}

export async function insertGift({ send, merchantId }: Work, gift: GiftRow): Promise<void> {
  await send(sql`
    insert into rewards.gift (merchant_id, id, from_id, to_id, points, state, at, expires_at)
    values (${merchantId}, ${gift.id}, ${gift.fromId}, ${gift.toId}, ${gift.points}, ${gift.state}, ${gift.at}, ${gift.expiresAt})`)
}

export async function lockGift({ send, merchantId }: Work, id: string): Promise<GiftRow | undefined> {
  const [row] = await send<GiftRow>(sql`
    select ${columns} from rewards.gift g where g.merchant_id = ${merchantId} and g.id = ${id} for update`)
  return row
}

export async function endGift(
  { send, merchantId, at }: Work,
  id: string,
  state: 'accepted' | 'returned',
): Promise<void> {
  await send(sql`
    update rewards.gift set state = ${state}, ended_at = ${at} where merchant_id = ${merchantId} and id = ${id}`)
}

/** What a member gave or offers since an instant. */
export function readGiven(
  { send, merchantId }: Work,
  fromId: string,
  since: Date,
): Promise<{ points: number; at: Date }[]> {
  return send<{ points: number; at: Date }>(sql`
    select points, at from rewards.gift
     where merchant_id = ${merchantId} and from_id = ${fromId} and at > ${since} and state <> 'returned'`)
}

/** Whether gifts since an instant lead from one member to another, over however many hands. */
export async function leadsTo(
  { send, merchantId }: Work,
  { fromId, toId, since }: { fromId: string; toId: string; since: Date },
): Promise<boolean> {
  const rows = await send(sql`
    with recursive reached (id) as (
      select ${fromId}::uuid
      union
      select g.to_id from reached join rewards.gift g
        on g.merchant_id = ${merchantId} and g.from_id = reached.id and g.at > ${since} and g.state <> 'returned'
    )
    select 1 from reached where id = ${toId}::uuid limit 1`)
  return rows.length > 0
}

/** A member's gifts, given and received, latest first. */
export function listGifts({ send, merchantId }: Work, memberIds: readonly string[]): Promise<GiftRow[]> {
  const ids = [...memberIds]
  return send<GiftRow>(sql`
    select ${columns} from rewards.gift g
     where g.merchant_id = ${merchantId} and (g.from_id = any(${ids}::uuid[]) or g.to_id = any(${ids}::uuid[]))
     order by g.at desc, g.id desc limit 100`)
}

export type GiftFilter = {
  state: GiftRow['state'] | null
  memberId: string | null
  since: Date | null
  until: Date | null
}

/** A page of gifts between members, latest first; `memberId` gave or received, `until` is exclusive. */
export function pageGifts(
  { send, merchantId }: Work,
  { state, memberId, since, until }: GiftFilter,
  before: readonly [at: string, id: string] | null,
  limit: number,
): Promise<GiftRow[]> {
  const [at, id] = before ?? [null, null]
  return send<GiftRow>(sql`
    select ${columns} from rewards.gift g
     where g.merchant_id = ${merchantId}
       and (${state}::text is null or g.state = ${state})
       and (${memberId}::uuid is null or g.from_id = ${memberId}::uuid or g.to_id = ${memberId}::uuid)
       and (${since}::timestamptz is null or g.at >= ${since}::timestamptz)
       and (${until}::timestamptz is null or g.at < ${until}::timestamptz)
       and (${at}::timestamptz is null or (g.at, g.id) < (${at}::timestamptz, ${id}::uuid))
     order by g.at desc, g.id desc limit ${limit}`)
}

export function lockOverdueGifts({ send, merchantId, at }: Work, limit: number): Promise<GiftRow[]> {
  return send<GiftRow>(sql`
    select ${columns} from rewards.gift g
     where g.merchant_id = ${merchantId} and g.state = 'offered' and g.expires_at <= ${at}
     order by g.expires_at limit ${limit} for update skip locked`)
}

export async function nextGiftEnd({ send, merchantId }: Work): Promise<Date | null> {
  const [row] = await send<{ at: Date | null }>(sql`
    select min(expires_at) as at from rewards.gift where merchant_id = ${merchantId} and state = 'offered'`)
  return row!.at
}
