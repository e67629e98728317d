import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import type { Leaving } from './leaving-queries.ts'

export const followUpKinds = ['call_back', 'contact', 'downgrade', 'transfer', 'win_back'] as const
export type FollowUpKind = (typeof followUpKinds)[number]
export const followUpOutcomes = ['reached', 'not_reached', 'comes_back', 'not_interested', 'complains', 'done'] as const
export type FollowUpOutcome = (typeof followUpOutcomes)[number]

export type FollowUp = {
  id: string
  leavingId: string
  memberId: string
  storeId: string
  kind: FollowUpKind
  terms: { templateId?: string }
  dueAt: Date
  outcome: FollowUpOutcome | null
  note: string
  doneAt: Date | null
}

const columns = sql`f.id, f.leaving_id, f.member_id, f.store_id, f.kind, f.terms, f.due_at, f.outcome, f.note, f.done_at`

export async function insertFollowUp(
  work: Work,
  { id, leavingId, memberId, storeId, kind, terms, dueAt }: Omit<FollowUp, 'outcome' | 'note' | 'doneAt'>,
): Promise<void> {
  await work.send(sql`
    insert into retention.follow_up (merchant_id, id, leaving_id, member_id, store_id, kind, terms, due_at, at)
    values (${work.merchantId}, ${id}, ${leavingId}, ${memberId}, ${storeId}, ${kind}, ${JSON.stringify(terms)}::jsonb, ${dueAt},
           ${work.at})`)
}

/** A task with what is known of the leaving behind it, and how often somebody was called for it. */
export type FollowUpOfLeaving = FollowUp &
  Pick<Leaving, 'reasonCode' | 'passId' | 'flowVersion' | 'answers'> & { calls: number }

/** Calls for people, what is due first; those of stores that the caller works in. */
export function readFollowUps(
  work: Work,
  { storeIds, isOpen, limit }: { storeIds: readonly string[] | null; isOpen: boolean; limit: number },
): Promise<FollowUpOfLeaving[]> {
  const inStores = storeIds ? sql`and f.store_id = any(${[...storeIds]}::uuid[])` : sql``
  return work.send(sql`
    select ${columns}, l.reason_code, l.pass_id, l.flow_version, l.answers,
           (select count(*)::integer from retention.follow_up_call c
             where c.merchant_id = ${work.merchantId} and c.leaving_id = f.leaving_id and c.follow_up_id = f.id) as calls
      from retention.follow_up f
      join retention.leaving l on l.merchant_id = ${work.merchantId} and l.id = f.leaving_id
     where f.merchant_id = ${work.merchantId} and f.kind <> 'win_back' and (f.done_at is null) = ${isOpen} ${inStores}
     order by f.due_at, f.id limit ${limit}`)
}

export async function lockFollowUp(work: Work, id: string): Promise<FollowUp | undefined> {
  const [row] = await work.send<FollowUp>(sql`
    select ${columns} from retention.follow_up f where f.merchant_id = ${work.merchantId} and f.id = ${id} for update`)
  return row
}

export async function endFollowUp(
  work: Work,
  { id, outcome, note }: { id: string; outcome: FollowUpOutcome; note: string },
): Promise<void> {
  await work.send(sql`
    update retention.follow_up
       set outcome = ${outcome}, note = ${note}, done_at = ${work.at}, done_by = ${actorId(work.actor)}
     where merchant_id = ${work.merchantId} and id = ${id}`)
}

export async function moveFollowUp(
  work: Work,
  { id, dueAt, outcome, note }: { id: string; dueAt: Date; outcome: FollowUpOutcome; note: string },
): Promise<void> {
  await work.send(sql`
    update retention.follow_up set due_at = ${dueAt}, outcome = ${outcome}, note = ${note}
     where merchant_id = ${work.merchantId} and id = ${id}`)
}

export async function insertCall(
  work: Work,
  row: { id: string; followUpId: string; leavingId: string; outcome: FollowUpOutcome; note: string },
): Promise<void> {
  await work.send(sql`
    insert into retention.follow_up_call (merchant_id, id, follow_up_id, leaving_id, outcome, note, at, author_id)
    values (${work.merchantId}, ${row.id}, ${row.followUpId}, ${row.leavingId}, ${row.outcome}, ${row.note}, ${work.at},
           ${actorId(work.actor)})`)
}

export type Call = { kind: FollowUpKind; outcome: FollowUpOutcome; note: string; at: Date; authorId: string | null }

/** The calls that followed a leaving, the first one first. */
export function readCallsOf(work: Work, leavingId: string): Promise<Call[]> {
  return work.send<Call>(sql`
    select f.kind, c.outcome, c.note, c.at, c.author_id
      from retention.follow_up_call c
      join retention.follow_up f on f.merchant_id = ${work.merchantId} and f.id = c.follow_up_id
     where c.merchant_id = ${work.merchantId} and c.leaving_id = ${leavingId} order by c.at, c.id`)
}

/** Win-back coupons whose day has come, locked; the passes that would have brought their people back already are for the caller. */
export function lockDueWinBacks(work: Work, limit: number): Promise<FollowUp[]> {
  return work.send<FollowUp>(sql`
    select ${columns} from retention.follow_up f
     where f.merchant_id = ${work.merchantId} and f.kind = 'win_back' and f.done_at is null and f.due_at <= ${work.at}
     order by f.due_at, f.id limit ${limit} for update skip locked`)
}

export async function nextWinBackAt(work: Work): Promise<Date | null> {
  const [row] = await work.send<{ dueAt: Date | null }>(sql`
    select min(f.due_at) as due_at from retention.follow_up f
     where f.merchant_id = ${work.merchantId} and f.kind = 'win_back' and f.done_at is null`)
  return row?.dueAt ?? null
}
