import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'

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

/** Calls for people, what is due first; those of stores that the caller works in. */
export function readFollowUps(
  work: Work,
  { storeIds, isOpen, limit }: { storeIds: readonly string[] | null; isOpen: boolean; limit: number },
): Promise<(FollowUp & { reasonCode: string | null; note: string; passId: string })[]> {
  const inStores = storeIds ? sql`and f.store_id = any(${[...storeIds]}::uuid[])` : sql``
  return work.send(sql`
    select ${columns}, l.reason_code, l.pass_id
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
  { id, dueAt, note }: { id: string; dueAt: Date; note: string },
): Promise<void> {
  await work.send(sql`
    update retention.follow_up set due_at = ${dueAt}, outcome = 'not_reached', note = ${note}
     where merchant_id = ${work.merchantId} and id = ${id}`)
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
