import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

/** The members of one household, the one asked for included; alone where there is none. */
export async function householdMates(work: Work, memberId: string): Promise<string[]> {
  const rows = await work.send<{ id: string }>(sql`
    select mate.id
      from members.member m join members.member mate
        on mate.merchant_id = ${work.merchantId} and mate.household_id = m.household_id
     where m.merchant_id = ${work.merchantId} and m.id = ${memberId}`)
  return [...new Set([memberId, ...rows.map(({ id }) => id)])]
}

/** The same for many: each with their household, themselves first. One statement. */
export async function householdsOf(work: Work, memberIds: readonly string[]): Promise<Map<string, string[]>> {
  const wanted = [...new Set(memberIds)]
  const rows = await work.send<{ id: string; mateId: string }>(sql`
    select m.id, mate.id as mate_id
      from unnest(${wanted}::uuid[]) as asked (id)
      join members.member m on m.merchant_id = ${work.merchantId} and m.id = asked.id
      join members.member mate on mate.merchant_id = ${work.merchantId} and mate.household_id = m.household_id`)
  const mates = new Map(wanted.map((id) => [id, [id]]))
  for (const { id, mateId } of rows) if (mateId !== id) mates.get(id)!.push(mateId)
  return mates
}
