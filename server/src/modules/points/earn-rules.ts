import { addDays, addMonths, type Day, endOfLocalDay, localDay, startOfLocalDay } from '#shared/business-day.ts'

/** How a sale earns (R12). */
export type EarnRule = {
  /** `points` for every `perCents` of the basis, floored once per sale. */
  points: number
  perCents: number
  /** Tenders that earn nothing, because they were not money or earned when they were bought. */
  excludedTenders: readonly string[]
  isTaxIncluded: boolean
}

export const expiryRounds = ['day', 'month_end', 'year_end'] as const
export type ExpiryRound = (typeof expiryRounds)[number]

/** How long earned points live; null: for ever. */
export type ExpiryRule = { months: number; round: ExpiryRound } | null

/** A published version of the rules. Its version is pinned to every lot granted under it. */
export type EarnPolicy = {
  version: number
  rule: EarnRule
  expiry: ExpiryRule
  /** Days that earned points wait before they can be spent; 0: usable at once (R13). */
  pendingDays: number
}

/** The last local day on which points earned on `earnedDay` can be spent: months clamped (R24), then rounded up. */
export function lastDayOf(earnedDay: Day, { months, round }: NonNullable<ExpiryRule>): Day {
  const day = addMonths(earnedDay, months)
  if (round === 'day') return day
  if (round === 'year_end') return `${day.slice(0, 4)}-12-31`
  const firstOfNext = addMonths(`${day.slice(0, 7)}-01`, 1)
  return addDays(firstOfNext, -1)
}

/** The terms of a lot of points earned at `at` in a store's zone: valid through the local day, stored as an exclusive instant (R11). */
export function pointsTerms({ version, expiry, pendingDays }: EarnPolicy, at: Date, zone: string) {
  const ruleVersion = `points-${version}`
  const earnedDay = localDay(at, zone)
  const usableFrom = pendingDays === 0 ? at : startOfLocalDay(addDays(earnedDay, pendingDays), zone)
  if (!expiry) return { ruleVersion, usableFrom, expiry: null }
  const day = lastDayOf(earnedDay, expiry)
  return { ruleVersion, usableFrom, expiry: { at: endOfLocalDay(day, zone), day, zone } }
}
