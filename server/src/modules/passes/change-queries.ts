import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import { snakeRows } from '#platform/snake-rows.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'

export type ChangeKind =
  | 'sold'
  | 'started'
  | 'frozen'
  | 'thawed'
  | 'extended'
  | 'transferred'
  | 'renewed'
  | 'auto_on'
  | 'auto_off'
  | 'auto_noticed'
  | 'auto_charged'
  | 'auto_failed'
  | 'cancel_asked'
  | 'cancel_taken_back'
  | 'ended'
  | 'restored'
  | 'family'

export type ChangeRow = {
  id: string
  passId: string
  kind: ChangeKind
  at: Date
  actorId: string | null
  facts: Record<string, unknown>
}

/** Writes what happened to passes: who, when, and the facts; no personal data. */
export async function noteChanges(
  work: Work,
  changes: readonly { passId: string; kind: ChangeKind; facts?: Record<string, unknown> }[],
): Promise<void> {
  const rows = changes.map(({ passId, kind, facts = {} }) => ({ id: newId(), passId, kind, facts }))
  await work.send(sql`
    insert into passes.pass_change (merchant_id, id, pass_id, kind, at, actor_id, facts)
    select ${work.merchantId}, id, pass_id, kind, ${work.at}, ${actorId(work.actor)}, facts
      from jsonb_to_recordset(${JSON.stringify(snakeRows(rows))}::jsonb) as c(id uuid, pass_id uuid, kind text, facts jsonb)`)
}

export function readChanges(work: Work, passId: string): Promise<ChangeRow[]> {
  return work.send(sql`
    select id, pass_id, kind, at, actor_id, facts from passes.pass_change
     where merchant_id = ${work.merchantId} and pass_id = ${passId} order by at desc, id desc limit 200`)
}

export async function insertFreeze(
  work: Work,
  freeze: { id: string; passId: string; fromDay: string; untilDay: string; feeCents: number; reason: string },
): Promise<void> {
  await work.send(sql`
    insert into passes.pass_freeze (merchant_id, id, pass_id, from_day, until_day, asked_until_day, fee_cents, reason, at, actor_id)
    values (${work.merchantId}, ${freeze.id}, ${freeze.passId}, ${freeze.fromDay}, ${freeze.untilDay}, ${freeze.untilDay},
            ${freeze.feeCents}, ${freeze.reason}, ${work.at}, ${actorId(work.actor)})`)
}

/** Ends a freeze early; one that had not begun is taken back. */
export async function writeThaw(
  work: Work,
  thaw: { freezeId: string; untilDay: string; isCancelled: boolean },
): Promise<void> {
  await work.send(sql`
    update passes.pass_freeze
       set until_day = case when ${thaw.isCancelled} then until_day else ${thaw.untilDay}::date end,
           cancelled_at = case when ${thaw.isCancelled} then ${work.at}::timestamptz end
     where merchant_id = ${work.merchantId} and id = ${thaw.freezeId}`)
}

export async function writeFamily(work: Work, passId: string, memberIds: readonly string[]): Promise<void> {
  await Promise.all([
    work.send(sql`
      delete from passes.pass_family
       where merchant_id = ${work.merchantId} and pass_id = ${passId} and not (member_id = any(${[...memberIds]}::uuid[]))`),
    work.send(sql`
      insert into passes.pass_family (merchant_id, pass_id, member_id, added_at)
      select ${work.merchantId}, ${passId}, id, ${work.at} from unnest(${[...memberIds]}::uuid[]) as m(id)
      on conflict do nothing`),
  ])
}
