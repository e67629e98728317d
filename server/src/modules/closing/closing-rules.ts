import type { PrepaidLaw } from '#modules/law-packs/pack-types.ts'
import { addDays, type Day } from '#shared/business-day.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'

export type ClosingTerms = {
  /** So many days before its last day a store tells its members; 0: before it closes. */
  noticeDays: number
  /** Money is back within so many days of the request; null: the law names none. */
  repaidWithinDays: number | null
}

/**
 * What the closing of a store is bound to: the strictest of the laws that it stands under and under which what is still owed was sold (R7).
 */
export function closingTerms(
  laws: readonly Pick<PrepaidLaw, 'closingNoticeDays' | 'repaidWithinDays'>[],
): ClosingTerms {
  const within = laws.flatMap(({ repaidWithinDays }) => repaidWithinDays ?? [])
  return {
    noticeDays: Math.max(0, ...laws.map(({ closingNoticeDays }) => closingNoticeDays ?? 0)),
    repaidWithinDays: within.length === 0 ? null : Math.min(...within),
  }
}

/** The first day that may be a store's last when its closing is announced today. */
export const earliestLastDay = (today: Day, { noticeDays }: ClosingTerms): Day => addDays(today, noticeDays)

/** Until when a refund asked for today has to be paid; null: the law names no day. */
export const dueDay = (today: Day, { repaidWithinDays }: Pick<ClosingTerms, 'repaidWithinDays'>): Day | null =>
  repaidWithinDays === null ? null : addDays(today, repaidWithinDays)

/** Refuses a last day that leaves members less than the law's notice. */
export function checkLastDay(
  { lastDay, today }: { lastDay: Day; today: Day },
  terms: ClosingTerms,
): Refusal<'closing_notice_short'> | null {
  const day = earliestLastDay(today, terms)
  return lastDay < day ? refuse('closing_notice_short', { days: terms.noticeDays, day }) : null
}

/**
 * May a store close today? Where nothing is owed, at once. Else once it was announced, on its last day at the earliest, and when everybody
 * who asked for the rest has it.
 */
export function checkClosing({
  today,
  isOwed,
  lastDay,
  openClaims,
}: {
  today: Day
  isOwed: boolean
  /** Of the notice that stands; null: none does. */
  lastDay: Day | null
  openClaims: number
}): Refusal<'closing_not_announced' | 'closing_too_early' | 'closing_claims_open'> | null {
  if (openClaims > 0) return refuse('closing_claims_open', { count: openClaims })
  if (!isOwed) return null
  if (lastDay === null) return refuse('closing_not_announced')
  return today < lastDay ? refuse('closing_too_early', { day: lastDay }) : null
}
