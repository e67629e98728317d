import { memberFamily } from '#modules/members/member-family.ts'
import type { Work } from '#platform/work.ts'
import { readMemberTurnover, readVisitDays } from './worth-queries.ts'
import { usualGapDays } from './worth-rules.ts'

/** The last visits that a member's rhythm is read from. */
const visitsLookedAt = 25

/** What a member has been worth to the shop, and how often they come; records merged into theirs included. */
export async function showMemberWorth(work: Work, memberId: string) {
  const family = await memberFamily(work, memberId)
  const [turnover, days] = await Promise.all([
    readMemberTurnover(work, family),
    readVisitDays(work, family, visitsLookedAt),
  ])
  const { spentCents, saleCount, visitCount, firstDay, lastDay, lastAt, yearCents } = turnover
  return {
    ...{ spentCents, yearCents, saleCount, visitCount, firstDay, lastDay },
    lastAt: lastAt?.toISOString() ?? null,
    usualGapDays: usualGapDays(days),
  }
}
