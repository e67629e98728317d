import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'

export type ErasureRow = {
  id: string
  memberId: string
  requestedAt: Date
  requestedBy: string | null
  dueAt: Date
  withdrawnAt: Date | null
  doneAt: Date | null
  /** Since when the journal outside the database has it. */
  journaledAt: Date | null
}

const columns = sql.raw('id, member_id, requested_at, requested_by, due_at, withdrawn_at, done_at, journaled_at')

export async function insertErasure(
  { send, merchantId, actor, at }: Work,
  { id, memberId, dueAt }: { id: string; memberId: string; dueAt: Date },
): Promise<void> {
  await send(sql`
    insert into member_lifecycle.erasure (merchant_id, id, member_id, requested_at, requested_by, due_at)
    values (${merchantId}, ${id}, ${memberId}, ${at}, ${actorId(actor)}, ${dueAt})`)
}

/** The wish of a member that is neither taken back nor done. */
export async function lockOpenErasure({ send, merchantId }: Work, memberId: string): Promise<ErasureRow | undefined> {
  const rows = await send<ErasureRow>(sql`
    select ${columns} from member_lifecycle.erasure
     where merchant_id = ${merchantId} and member_id = ${memberId} and withdrawn_at is null and done_at is null for update`)
  return rows[0]
}

/** The last wish of a member, whatever became of it. */
export async function readErasure({ send, merchantId }: Work, memberId: string): Promise<ErasureRow | undefined> {
  const rows = await send<ErasureRow>(sql`
    select ${columns} from member_lifecycle.erasure
     where merchant_id = ${merchantId} and member_id = ${memberId} order by requested_at desc, id desc limit 1`)
  return rows[0]
}

/** `erasedIds`: the records that it took, those merged into the member too. */
export async function endErasure(
  { send, merchantId, at }: Work,
  id: string,
  how: 'withdrawn' | 'done',
  erasedIds: readonly string[] = [],
): Promise<void> {
  await send(sql`
    update member_lifecycle.erasure
       set withdrawn_at = case when ${how} = 'withdrawn' then ${at}::timestamptz end,
           done_at = case when ${how} = 'done' then ${at}::timestamptz end,
           erased_ids = ${erasedIds}::uuid[]
     where merchant_id = ${merchantId} and id = ${id}`)
}

/** Erasures that are done and that no journal has yet. */
export async function lockUnjournaled(
  { send, merchantId }: Work,
  limit: number,
): Promise<{ id: string; erasedIds: string[]; doneAt: Date }[]> {
  return send(sql`
    select id, erased_ids, done_at from member_lifecycle.erasure
     where merchant_id = ${merchantId} and done_at is not null and journaled_at is null
     order by done_at, id limit ${limit} for update skip locked`)
}

export async function markJournaled({ send, merchantId, at }: Work, ids: readonly string[]): Promise<void> {
  await send(sql`
    update member_lifecycle.erasure set journaled_at = ${at}
     where merchant_id = ${merchantId} and id = any(${ids}::uuid[])`)
}

export async function lockDueErasures({ send, merchantId, at }: Work, limit: number): Promise<ErasureRow[]> {
  return send<ErasureRow>(sql`
    select ${columns} from member_lifecycle.erasure
     where merchant_id = ${merchantId} and due_at <= ${at} and withdrawn_at is null and done_at is null
     order by due_at, id limit ${limit} for update skip locked`)
}

export async function readNextErasureDue({ send, merchantId }: Work): Promise<Date | null> {
  const rows = await send<{ dueAt: Date | null }>(sql`
    select min(due_at) as due_at from member_lifecycle.erasure
     where merchant_id = ${merchantId} and withdrawn_at is null and done_at is null`)
  return rows[0]!.dueAt
}

/** Which records were erased since an instant, in order: what a restore from an older backup has to do again. */
export async function readDone({ send, merchantId }: Work, since: Date): Promise<{ memberId: string; doneAt: Date }[]> {
  return send(sql`
    select erased.id as member_id, e.done_at
      from member_lifecycle.erasure e, unnest(e.erased_ids) as erased (id)
     where e.merchant_id = ${merchantId} and e.done_at >= ${since} order by e.done_at, e.id, erased.id`)
}
