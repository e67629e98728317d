import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import { readFamilyIds } from './member-queries.ts'

/** Ids under which a member's records were booked: their own, and those of every record merged into theirs. */
export function memberFamily(work: Work, memberId: string): Promise<string[]> {
  return readFamilyIds(work, memberId)
}

/** The records that were merged into these members', however often since; members with none are left out. */
export async function absorbedInto(work: Work, memberIds: readonly string[]): Promise<Map<string, string[]>> {
  const { merchantId } = work
  const rows = await work.send<{ lastId: string; id: string }>(sql`
    with recursive family (last_id, id) as (
      select m.merged_into, m.id from members.member m
       where m.merchant_id = ${merchantId} and m.merged_into = any(${[...memberIds]}::uuid[])
      union
      select family.last_id, m.id from family join members.member m on m.merchant_id = ${merchantId} and m.merged_into = family.id
    )
    select last_id, id from family`)
  const families = new Map<string, string[]>()
  for (const { lastId, id } of rows) families.set(lastId, [...(families.get(lastId) ?? []), id])
  return families
}
