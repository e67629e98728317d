import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import type { Absorption } from '#modules/members/absorb-member.ts'
import type { MovedCoupons } from '#modules/coupons/move-coupons.ts'
import type { FilledSettings } from '#modules/messaging/merge-settings.ts'
import type { MovedPasses } from '#modules/passes/move-passes.ts'
import type { MovedLeavings } from '#modules/retention/move-leavings.ts'
import type { MergedStandings } from '#modules/tiers/merge-standings.ts'

/** What a merge moved. Older merges lack what there was not then; `couponIds` and `passIds` are how it was kept at first. */
export type Moved = Absorption & {
  assets: string[]
  couponIds?: string[]
  passIds?: string[]
  standings?: MergedStandings | null
  coupons?: MovedCoupons
  passes?: MovedPasses
  leavings?: MovedLeavings
  settings?: FilledSettings
}

export type MergeRow = {
  id: string
  survivorId: string
  absorbedId: string
  at: Date
  actorId: string | null
  moved: Moved
  undoneAt: Date | null
}

const columns = sql.raw('id, survivor_id, absorbed_id, at, actor_id, moved, undone_at')

export async function insertMerge(
  { send, merchantId, actor, at }: Work,
  { id, survivorId, absorbedId, moved }: Pick<MergeRow, 'id' | 'survivorId' | 'absorbedId' | 'moved'>,
): Promise<void> {
  await send(sql`
    insert into member_lifecycle.merge (merchant_id, id, survivor_id, absorbed_id, at, actor_id, moved)
    values (${merchantId}, ${id}, ${survivorId}, ${absorbedId}, ${at}, ${actorId(actor)}, ${JSON.stringify(moved)}::jsonb)`)
}

export async function lockMerge({ send, merchantId }: Work, id: string): Promise<MergeRow | undefined> {
  const rows = await send<MergeRow>(sql`
    select ${columns} from member_lifecycle.merge where merchant_id = ${merchantId} and id = ${id} for update`)
  return rows[0]
}

export async function markUndone({ send, merchantId, actor, at }: Work, id: string): Promise<void> {
  await send(sql`
    update member_lifecycle.merge set undone_at = ${at}, undone_by = ${actorId(actor)}
     where merchant_id = ${merchantId} and id = ${id}`)
}

/** Merges into a member, latest first. */
export async function readMerges({ send, merchantId }: Work, survivorId: string): Promise<MergeRow[]> {
  return send<MergeRow>(sql`
    select ${columns} from member_lifecycle.merge
     where merchant_id = ${merchantId} and survivor_id = ${survivorId} order by at desc, id desc`)
}

export async function insertDistinctPair(
  { send, merchantId, actor, at }: Work,
  firstId: string,
  secondId: string,
): Promise<void> {
  await send(sql`
    insert into member_lifecycle.distinct_pair (merchant_id, first_id, second_id, at, actor_id)
    values (${merchantId}, ${firstId}, ${secondId}, ${at}, ${actorId(actor)}) on conflict do nothing`)
}

/** Pairs that a person called two people, as `first/second`. */
export async function readDistinctPairs({ send, merchantId }: Work): Promise<Set<string>> {
  const rows = await send<{ pair: string }>(sql`
    select first_id || '/' || second_id as pair from member_lifecycle.distinct_pair where merchant_id = ${merchantId}`)
  return new Set(rows.map(({ pair }) => pair))
}
