import { addDays, type Day, isDay } from '#shared/business-day.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'
import { type Freeze, liveFreezes, type Pass, stateOf, startOf, type Taken } from './pass-rules.ts'
import { daysBetween } from './period-rules.ts'

export type FreezeWish = { fromDay: Day; untilDay: Day }
export type FreezeQuote = {
  fromDay: Day
  untilDay: Day
  days: number
  feeCents: number
  endsDayBefore: Day
  endsDay: Day
  /** Days that may still be frozen after this. */
  leftDays: number
  /** Bookings on these days are called off and their units come back. */
  bookingIds: string[]
}

export type FreezeRefusalCode =
  | 'pass_ended'
  | 'pass_expired'
  | 'pass_never_ends'
  | 'freeze_not_allowed'
  | 'freeze_before_begin'
  | 'freeze_in_past'
  | 'freeze_days_invalid'
  | 'freeze_beyond_end'
  | 'freeze_overlaps'
  | 'freeze_over_used_day'
  | 'freeze_too_short'
  | 'freeze_days_used_up'
  | 'freeze_times_used_up'

/**
 * What freezing a pass for these days does (R24): every open end moves by as many, bookings inside are called off.
 *
 * Refuses overlapping freezes, days with a use (of a visit that counts though nobody came there is none), days gone by, more days or times than the terms give, days outside the period,
 * and a pass that never ends: there is nothing to move.
 */
export function quoteFreeze(
  pass: Pass,
  wish: FreezeWish,
  taken: readonly Taken[],
  today: Day,
): FreezeQuote | Refusal<FreezeRefusalCode> {
  const { fromDay, untilDay } = wish
  const state = stateOf(pass, today)
  if (state === 'ended') return refuse('pass_ended')
  if (state === 'expired') return refuse('pass_expired', { endsDay: pass.endsDay })
  if (pass.endsDay === null) return refuse('pass_never_ends')
  const { freeze } = pass.terms
  if (!freeze) return refuse('freeze_not_allowed')
  if (!isDay(fromDay) || !isDay(untilDay) || untilDay < fromDay) return refuse('freeze_days_invalid')
  if (fromDay < today) return refuse('freeze_in_past', { today })
  const start = startOf(pass, fromDay)
  if (start === null || fromDay < start) return refuse('freeze_before_begin')
  if (fromDay > pass.endsDay) return refuse('freeze_beyond_end', { endsDay: pass.endsDay })
  const live = liveFreezes(pass.freezes)
  const other = live.find((each) => each.fromDay <= untilDay && fromDay <= each.untilDay)
  if (other) return refuse('freeze_overlaps', { fromDay: other.fromDay, untilDay: other.untilDay })
  const inside = taken.filter(({ day }) => fromDay <= day && day <= untilDay)
  const used = inside.find(({ isHeld, isAbsent }) => !isHeld && !isAbsent)
  if (used) return refuse('freeze_over_used_day', { day: used.day })
  const days = daysBetween(fromDay, untilDay) + 1
  if (days < freeze.minDays) return refuse('freeze_too_short', { minDays: freeze.minDays })
  if (live.length >= freeze.maxTimes) return refuse('freeze_times_used_up', { maxTimes: freeze.maxTimes })
  const leftDays = freeze.maxDays - frozenDays(live) - days
  if (leftDays < 0) return refuse('freeze_days_used_up', { leftDays: leftDays + days })
  return {
    ...{ fromDay, untilDay, days, leftDays },
    feeCents: freeze.feeCents,
    endsDayBefore: pass.endsDay,
    endsDay: addDays(pass.endsDay, days),
    bookingIds: [...new Set(inside.flatMap(({ isHeld, bookingId }) => (isHeld && bookingId) || []))],
  }
}

/** All days that freezes hold. */
export function frozenDays(freezes: readonly Freeze[]): number {
  return liveFreezes(freezes).reduce((sum, each) => sum + daysBetween(each.fromDay, each.untilDay) + 1, 0)
}

export type ThawQuote = { freezeId: string; untilDay: Day; givenBackDays: number; endsDay: Day; isCancelled: boolean }

/**
 * Ends a freeze early: good again from `today` on. Days that have not rested come off the end again. One that has not begun is
 * taken back whole.
 */
export function quoteThaw(
  pass: Pass,
  freezeId: string,
  today: Day,
): ThawQuote | Refusal<'freeze_not_found' | 'freeze_over'> {
  const freeze = liveFreezes(pass.freezes).find(({ id }) => id === freezeId)
  if (!freeze) return refuse('freeze_not_found')
  if (freeze.untilDay < today) return refuse('freeze_over', { untilDay: freeze.untilDay })
  const isCancelled = freeze.fromDay >= today
  const untilDay = isCancelled ? addDays(freeze.fromDay, -1) : addDays(today, -1)
  const givenBackDays = daysBetween(untilDay, freeze.untilDay)
  return { freezeId, untilDay, givenBackDays, isCancelled, endsDay: addDays(pass.endsDay!, -givenBackDays) }
}
