import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

export type Placement = { version: number; afterMemberId: string | null; countsHistory: boolean; startedAt: Date }

/** Begins at the first member. A history that was still being counted is counted on. */
export async function startPlacement(
  { send, merchantId, at }: Work,
  { version, countsHistory }: Pick<Placement, 'version' | 'countsHistory'>,
): Promise<void> {
  await send(sql`
    insert into tiers.placement as p (merchant_id, version, after_member_id, counts_history, started_at)
    values (${merchantId}, ${version}, null, ${countsHistory}, ${at})
    on conflict (merchant_id) do update set version = excluded.version, after_member_id = null,
      counts_history = p.counts_history or excluded.counts_history, started_at = excluded.started_at`)
}

/** Where a version being put into force is; locked for the round that moves it on. Null: every member is settled under it. */
export async function readPlacement({ send, merchantId }: Work): Promise<Placement | null> {
  const [row] = await send<Placement>(sql`
    select version, after_member_id, counts_history, started_at from tiers.placement
     where merchant_id = ${merchantId} for update`)
  return row ?? null
}

/** How many members a version is still to be put into force over; null when it holds for all. */
export async function countUnplaced({ send, merchantId }: Work): Promise<number | null> {
  const [row] = await send<{ isPlacing: boolean; members: number }>(sql`
    select true as is_placing, (select count(*)::int from members.read_tier m
             where m.merchant_id = ${merchantId}
               and (p.after_member_id is null or m.member_id > p.after_member_id)) as members
      from tiers.placement p where p.merchant_id = ${merchantId}`)
  return row?.members ?? null
}

export async function writePlacement({ send, merchantId }: Work, afterMemberId: string): Promise<void> {
  await send(sql`update tiers.placement set after_member_id = ${afterMemberId} where merchant_id = ${merchantId}`)
}

export async function deletePlacement({ send, merchantId }: Work): Promise<void> {
  await send(sql`delete from tiers.placement where merchant_id = ${merchantId}`)
}

export async function readPlacementPage(
  { send, merchantId }: Work,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await send<{ memberId: string }>(sql`
    select member_id from members.read_tier
     where merchant_id = ${merchantId} and (${after}::uuid is null or member_id > ${after}::uuid)
     order by member_id limit ${limit}`)
  return rows.map(({ memberId }) => memberId)
}
