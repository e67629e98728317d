import { addDays, addMonths, type Day, endOfLocalDay, localDay } from '#shared/business-day.ts'
import type { Expiry } from './ledger-rules.ts'

/**
 * The condition that a lot lapses when its owner stays away: so many months, then days, after the last activity, in a zone. Pinned to
 * the lot when it is granted. `fixed` is the end that it has besides, whichever comes first.
 */
export type Idle = { months: number; days: number; zone: string; fixed: Expiry | null }

/** The last local day of a lot by inactivity alone. What was earned later than the last activity counts from its own day. */
export function lastIdleDay({ months, days, zone }: Omit<Idle, 'fixed'>, earnedAt: Date, activeAt: Date | null): Day {
  const from = activeAt && activeAt > earnedAt ? activeAt : earnedAt
  return addDays(addMonths(localDay(from, zone), months), days)
}

/**
 * When a lot with a condition of inactivity ends as things stand: by its own day, or the inactivity's, whichever comes first. The
 * one place where the two meet; `ledger.read_open_lot` is its twin in SQL.
 */
export function endOfIdle(idle: Idle, earnedAt: Date, activeAt: Date | null): Expiry {
  const day = lastIdleDay(idle, earnedAt, activeAt)
  const lapse = { at: endOfLocalDay(day, idle.zone), day, zone: idle.zone }
  return idle.fixed && idle.fixed.at <= lapse.at ? idle.fixed : lapse
}
