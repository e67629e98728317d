import type { Work } from '#platform/work.ts'
import { settleMembers } from './settle-members.ts'

const membersAtOnce = 500

/**
 * Counts everything these members ever did again and settles them: what hearing their sales one by one comes to, set-wise. For
 * whoever brought sales in without telling, and to mend what was counted wrongly.
 */
export async function recountMembers(work: Work, memberIds: readonly string[]): Promise<void> {
  const sorted = [...memberIds].sort()
  for (let from = 0; from < sorted.length; from += membersAtOnce) {
    const page = sorted.slice(from, from + membersAtOnce)
    await settleMembers(
      work,
      page.map((memberId) => ({ memberId, recount: [{ day: null, saleId: null }] })),
    )
  }
}
