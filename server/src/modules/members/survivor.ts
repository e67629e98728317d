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
