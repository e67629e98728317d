import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

/** Who a member is today: itself, or the member it was merged into, however often since. One statement of the flight. */
export async function survivorOf(work: Work, memberId: string): Promise<string> {
  const { merchantId } = work
  const [last] = await work.send<{ id: string }>(sql`
    with recursive line (id, merged_into) as (
      select m.id, m.merged_into from members.member m where m.merchant_id = ${merchantId} and m.id = ${memberId}
      union
      select m.id, m.merged_into from line join members.member m on m.merchant_id = ${merchantId} and m.id = line.merged_into
    )
    select id from line where merged_into is null`)
  return last?.id ?? memberId
}

/** Whose session one begun as `memberId` is today: that of whom the record was merged into; null once that is erased or unknown. */
export async function standingMember(work: Work, memberId: string): Promise<string | null> {
  const id = await survivorOf(work, memberId)
  const [row] = await work.send<{ status: string }>(sql`
    select status from members.member where merchant_id = ${work.merchantId} and id = ${id}`)
  return row && row.status !== 'erased' ? id : null
}

/** Each of these records with everybody it was merged into, however often since: whose counters what it gives back is taken off. */
export async function survivorLines(work: Work, memberIds: readonly string[]): Promise<Map<string, string[]>> {
  const { merchantId } = work
  const rows = await work.send<{ firstId: string; id: string }>(sql`
    with recursive line (first_id, id, merged_into) as (
      select m.id, m.id, m.merged_into from members.member m
       where m.merchant_id = ${merchantId} and m.id = any(${[...memberIds]}::uuid[])
      union
      select line.first_id, m.id, m.merged_into
        from line join members.member m on m.merchant_id = ${merchantId} and m.id = line.merged_into
    )
    select first_id, id from line`)
  const lines = new Map(memberIds.map((id) => [id, [id]]))
  for (const { firstId, id } of rows) if (id !== firstId) lines.get(firstId)!.push(id)
  return lines
}
