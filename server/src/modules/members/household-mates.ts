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
