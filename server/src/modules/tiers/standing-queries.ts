import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import type { Day } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import type { ChangeCause, Standing } from './standing-rules.ts'

/** A standing as it is kept: with the version it was settled under and the units as last counted. */
export type KeptStanding = { memberId: string; standing: Standing; version: number; units: number; countedDay: Day }

type Row = {
  memberId: string
  earnedTierId: string | null
  reachedDay: Day
  reviewDay: Day | null
  graceFromDay: Day | null
  graceUntilDay: Day | null
  grantedTierId: string | null
  grantedUntilDay: Day | null
  grantId: string | null
  units: number
  countedDay: Day
  programmeVersion: number
}

/** Standings of members that have one. Locked through their members. */
export async function readStandings(
  { send, merchantId }: Work,
  memberIds: readonly string[],
): Promise<Map<string, KeptStanding>> {
  const rows = await send<Row>(sql`
    select s.member_id, s.earned_tier_id, s.reached_day, s.review_day, s.grace_from_day, s.grace_until_day,
           s.granted_tier_id, s.granted_until_day, s.grant_id, s.units, s.counted_day, s.programme_version
      from unnest(${[...memberIds]}::uuid[]) as m(id)
      join tiers.standing s on s.merchant_id = ${merchantId} and s.member_id = m.id`)
  return new Map(rows.map((row) => [row.memberId, keptOf(row)]))
}

function keptOf(row: Row): KeptStanding {
  const { memberId, earnedTierId, reachedDay, reviewDay, graceFromDay, graceUntilDay, units, countedDay } = row
  const { grantedTierId, grantedUntilDay, grantId } = row
  const grace = graceFromDay && graceUntilDay ? { fromDay: graceFromDay, untilDay: graceUntilDay } : null
  const grant = grantId ? { grantId, tierId: grantedTierId!, untilDay: grantedUntilDay! } : null
  const standing = { earnedTierId, reachedDay, reviewDay, grace, grant }
  return { memberId, standing, version: row.programmeVersion, units, countedDay }
}

export async function writeStandings(
  { send, merchantId }: Work,
  rows: readonly (KeptStanding & { dueAt: Date | null })[],
): Promise<void> {
  if (rows.length === 0) return
  const list = rows.map(({ memberId, standing, version, units, countedDay, dueAt }) => ({
    ...{ member_id: memberId, earned_tier_id: standing.earnedTierId, reached_day: standing.reachedDay },
    ...{ review_day: standing.reviewDay, grace_from_day: standing.grace?.fromDay ?? null },
    ...{ grace_until_day: standing.grace?.untilDay ?? null, granted_tier_id: standing.grant?.tierId ?? null },
    ...{ granted_until_day: standing.grant?.untilDay ?? null, grant_id: standing.grant?.grantId ?? null },
    ...{ units, counted_day: countedDay, programme_version: version, due_at: dueAt?.toISOString() ?? null },
  }))
  await send(sql`
    insert into tiers.standing as s (merchant_id, member_id, earned_tier_id, reached_day, review_day, grace_from_day,
      grace_until_day, granted_tier_id, granted_until_day, grant_id, units, counted_day, programme_version, due_at)
    select ${merchantId}, r.member_id, r.earned_tier_id, r.reached_day, r.review_day, r.grace_from_day, r.grace_until_day,
           r.granted_tier_id, r.granted_until_day, r.grant_id, r.units, r.counted_day, r.programme_version, r.due_at
      from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as r(member_id uuid, earned_tier_id uuid, reached_day date,
        review_day date, grace_from_day date, grace_until_day date, granted_tier_id uuid, granted_until_day date,
        grant_id uuid, units bigint, counted_day date, programme_version integer, due_at timestamptz)
    on conflict (merchant_id, member_id) do update set
      earned_tier_id = excluded.earned_tier_id, reached_day = excluded.reached_day, review_day = excluded.review_day,
      grace_from_day = excluded.grace_from_day, grace_until_day = excluded.grace_until_day,
      granted_tier_id = excluded.granted_tier_id, granted_until_day = excluded.granted_until_day,
      grant_id = excluded.grant_id, units = excluded.units, counted_day = excluded.counted_day,
      programme_version = excluded.programme_version, due_at = excluded.due_at`)
}

/** Takes standings away: of records merged into another. */
export async function deleteStandings({ send, merchantId }: Work, memberIds: readonly string[]): Promise<void> {
  if (memberIds.length === 0) return
  await send(sql`
    delete from tiers.standing where merchant_id = ${merchantId} and member_id = any(${[...memberIds]}::uuid[])`)
}

export type NewChange = {
  memberId: string
  fromTierId: string | null
  toTierId: string | null
  cause: ChangeCause
  units: number
  version: number
  day: Day
  reason: string | null
}

export async function insertChanges(work: Work, changes: readonly NewChange[]): Promise<void> {
  if (changes.length === 0) return
  const list = changes.map((change) => ({
    ...{ id: newId(work.at.getTime()), member_id: change.memberId, from_tier_id: change.fromTierId },
    ...{ to_tier_id: change.toTierId, cause: change.cause, units: change.units, programme_version: change.version },
    ...{ day: change.day, reason: change.reason },
  }))
  await work.send(sql`
    insert into tiers.change (merchant_id, id, member_id, from_tier_id, to_tier_id, cause, units, programme_version, day,
      at, actor_id, reason)
    select ${work.merchantId}, c.id, c.member_id, c.from_tier_id, c.to_tier_id, c.cause, c.units, c.programme_version,
           c.day, ${work.at}, ${actorId(work.actor)}, c.reason
      from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as c(id uuid, member_id uuid, from_tier_id uuid,
        to_tier_id uuid, cause text, units bigint, programme_version integer, day date, reason text)`)
}

/** Members of whom something is due at an instant, longest overdue first; and when the next thing is due, of whomever. */
export async function readDue(
  { send, merchantId, at }: Work,
  limit: number,
): Promise<{ memberIds: string[]; nextAt: Date | null }> {
  const rows = await send<{ memberId: string; dueAt: Date }>(sql`
    select member_id, due_at from tiers.standing
     where merchant_id = ${merchantId} and due_at is not null order by due_at, member_id limit ${limit + 1}`)
  const due = rows.filter(({ dueAt }) => dueAt <= at)
  const memberIds = due.slice(0, limit).map(({ memberId }) => memberId)
  return { memberIds, nextAt: due.length > limit ? at : (rows[due.length]?.dueAt ?? null) }
}
