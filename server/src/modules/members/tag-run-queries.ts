import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { type MemberFilter, matching } from './member-queries.ts'

export type NewTagRun = { id: string; addIds: readonly string[]; removeIds: readonly string[] }

/** A change of the tags of many, and how far it has come. */
export type TagRun = {
  id: string
  addIds: string[]
  removeIds: string[]
  at: Date
  members: number
  done: number
  changed: number
  endedAt: Date | null
}

/** Keeps whom a filter lets through now, in pages. Returns how many they are. */
export async function insertTagPages(
  { send, merchantId }: Work,
  runId: string,
  filter: MemberFilter,
  perPage: number,
): Promise<number> {
  const rows = await send<{ members: number }>(sql`
    insert into members.tag_page (merchant_id, run_id, page, member_ids)
    select ${merchantId}, ${runId}, page, array_agg(id order by id)
      from (select m.id, (row_number() over (order by m.id) - 1) / ${perPage}::int as page
              from members.member m where m.merchant_id = ${merchantId} and ${matching(filter)}) as paged
     group by page
    returning cardinality(member_ids) as members`)
  return rows.reduce((sum, { members }) => sum + members, 0)
}

export async function insertTagRun(work: Work, { id, addIds, removeIds }: NewTagRun, members: number): Promise<void> {
  await work.send(sql`
    insert into members.tag_run (merchant_id, id, add_ids, remove_ids, author_id, at, members)
    values (${work.merchantId}, ${id}, ${[...addIds]}::uuid[], ${[...removeIds]}::uuid[], ${actorId(work.actor)}, ${work.at}, ${members})`)
}

export type NextTagPage = { runId: string; page: number; memberIds: string[]; addIds: string[]; removeIds: string[] }

/** The next page of the oldest run that still has one. The sweep's own row is its lock. */
export async function readNextTagPage({ send, merchantId }: Work): Promise<NextTagPage | undefined> {
  const rows = await send<NextTagPage>(sql`
    select p.run_id, p.page, p.member_ids, r.add_ids, r.remove_ids
      from members.tag_page p
      join members.tag_run r on r.merchant_id = ${merchantId} and r.id = p.run_id
     where p.merchant_id = ${merchantId}
     order by r.at, p.run_id, p.page limit 1`)
  return rows[0]
}

/** Takes a page away with what became of it; behind the last page the run has ended. */
export async function settleTagPage(
  { send, merchantId, at }: Work,
  { runId, page, memberIds }: NextTagPage,
  changed: number,
): Promise<void> {
  await Promise.all([
    send(sql`delete from members.tag_page where merchant_id = ${merchantId} and run_id = ${runId} and page = ${page}`),
    send(sql`
      update members.tag_run r
         set done = r.done + ${memberIds.length}, changed = r.changed + ${changed},
             ended_at = case when r.done + ${memberIds.length} = r.members then ${at}::timestamptz end
       where r.merchant_id = ${merchantId} and r.id = ${runId}`),
  ])
}

/** The latest runs, newest first. */
export function listTagRuns({ send, merchantId }: Work, limit: number): Promise<TagRun[]> {
  return send<TagRun>(sql`
    select id, add_ids, remove_ids, at, members, done, changed, ended_at from members.tag_run
     where merchant_id = ${merchantId} order by at desc, id desc limit ${limit}`)
}
