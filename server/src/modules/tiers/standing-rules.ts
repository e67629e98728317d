import { addDays, type Day } from '#shared/business-day.ts'
import {
  type Programme,
  type ProgrammeTerms,
  rankOf,
  rankOfUnits,
  reviewAfter,
  tierIdOf,
  unitsOf,
  unitsOfRank,
  type Sums,
  windowOn,
} from './programme-rules.ts'

/** One day of a member that counts; several old days may be folded into one for a window without a beginning. */
export type QualifyingDay = Sums & { day: Day }

/** A level given by a person until a day, inclusive. */
export type Grant = { grantId: string; tierId: string; untilDay: Day }

/** Where a member stands. `reviewDay` and `grace` belong to the earned level; the base level has neither. */
export type Standing = {
  earnedTierId: string | null
  reachedDay: Day
  reviewDay: Day | null
  grace: { fromDay: Day; untilDay: Day } | null
  grant: Grant | null
}

export type ChangeCause = 'earned' | 'review' | 'grant' | 'grant_end' | 'merge' | 'merge_undo' | 'import' | 'programme'

/** The level that holds changed, or a grace began: what is written, told and answered with gifts. */
export type Step =
  | { kind: 'changed'; cause: ChangeCause; day: Day; fromTierId: string | null; toTierId: string | null; units: number }
  | { kind: 'grace_began'; day: Day; tierId: string; untilDay: Day; units: number; missingUnits: number }

export type Settled = { standing: Standing; steps: Step[]; units: number }

/** Where somebody stands of whom nothing is known yet. */
export function baseStanding(day: Day): Standing {
  return { earnedTierId: null, reachedDay: day, reviewDay: null, grace: null, grant: null }
}

/** The level that holds: the higher of what was earned and what was given. */
export function heldTierId({ earnedTierId, grant }: Standing, terms: ProgrammeTerms): string | null {
  if (!grant) return earnedTierId
  return rankOf(grant.tierId, terms) > rankOf(earnedTierId, terms) ? grant.tierId : earnedTierId
}

export function sumOver(days: readonly QualifyingDay[], { from, to }: { from: Day | null; to: Day }): Sums {
  const sums = { spendCents: 0, visits: 0, actions: 0, activityUnits: 0 }
  for (const { day, spendCents, visits, actions, activityUnits } of days) {
    if (day > to || (from !== null && day < from)) continue
    sums.spendCents += spendCents
    sums.visits += visits
    sums.actions += actions
    sums.activityUnits += activityUnits
  }
  return sums
}

/** The units that count on a day. */
export function unitsOn(days: readonly QualifyingDay[], day: Day, terms: ProgrammeTerms): number {
  return unitsOf(sumOver(days, windowOn(day, terms.window)), terms)
}

/** The next day on which something of a standing is to be looked at; null: only when the member does something. */
export function nextDueDay({ reviewDay, grace, grant }: Standing): Day | null {
  const days = [grace ? addDays(grace.untilDay, 1) : reviewDay, grant ? addDays(grant.untilDay, 1) : null]
  return days.filter((day) => day !== null).sort()[0] ?? null
}

/** Puts somebody on an earned level from a day on. */
export function reach(standing: Standing, rank: number, day: Day, terms: ProgrammeTerms): Standing {
  const reviewDay = rank === 0 ? null : reviewAfter(day, day, terms.window)
  return { ...standing, earnedTierId: tierIdOf(rank, terms), reachedDay: day, reviewDay, grace: null }
}

/**
 * Brings a member up to `today` (R29): ends of grants, reviews and graces that fell due, in their order and each on its own
 * day's figures, then the upgrade that today's figures give, at once and over several levels. Never moves anybody down but at
 * a review or its grace, so a refund between lowers the units and nothing else.
 *
 * A review counts the window that ended the evening before. In grace the reviewed window stays open at its end: what was
 * missing can still be made up, and making it up ends the grace at once.
 */
export function settle(
  before: Standing,
  days: readonly QualifyingDay[],
  { terms }: Programme,
  today: Day,
  cause: 'earned' | 'programme' | 'merge' | 'merge_undo' | 'import' = 'earned',
): Settled {
  let now = before
  const steps: Step[] = []
  const move = (next: Standing, cause: ChangeCause, day: Day, units: number) => {
    const [fromTierId, toTierId] = [heldTierId(now, terms), heldTierId(next, terms)]
    now = next
    if (fromTierId !== toTierId) steps.push({ kind: 'changed', cause, day, fromTierId, toTierId, units })
  }
  for (;;) {
    const day = nextDueDay(now)
    if (day === null || day > today) break
    if (now.grant && addDays(now.grant.untilDay, 1) === day) {
      move({ ...now, grant: null }, 'grant_end', day, unitsOn(days, day, terms))
    } else if (now.grace) {
      const units = graceUnits(days, now.grace, now.grace.untilDay, terms)
      move(afterGrace(now, now.grace, units, day, terms), 'review', day, units)
    } else {
      const units = unitsOn(days, addDays(day, -1), terms)
      const reviewed = review(now, units, day, terms)
      if (reviewed.grace) steps.push(graceStep(reviewed, reviewed.grace, units, day, terms))
      move(reviewed, 'review', day, units)
    }
  }
  if (now.grace && graceUnits(days, now.grace, today, terms) >= unitsOfRank(rankOf(now.earnedTierId, terms), terms)) {
    now = keep(now, now.grace.fromDay, terms)
  }
  const units = unitsOn(days, today, terms)
  const rank = rankOfUnits(units, terms)
  if (rank > rankOf(now.earnedTierId, terms)) move(reach(now, rank, today, terms), cause, today, units)
  return { standing: now, steps, units }
}

/** The next review after one that was passed on `day`. */
function keep(standing: Standing, day: Day, { window }: ProgrammeTerms): Standing {
  return { ...standing, reviewDay: reviewAfter(day, standing.reachedDay, window), grace: null }
}

function review(standing: Standing, units: number, day: Day, terms: ProgrammeTerms): Standing {
  const rank = rankOf(standing.earnedTierId, terms)
  if (terms.demotion === 'never' || units >= unitsOfRank(rank, terms)) return keep(standing, day, terms)
  if (terms.graceDays === 0) return stepDown(standing, units, day, terms)
  return { ...standing, grace: { fromDay: day, untilDay: addDays(day, terms.graceDays - 1) } }
}

function afterGrace(
  standing: Standing,
  { fromDay }: NonNullable<Standing['grace']>,
  units: number,
  day: Day,
  terms: ProgrammeTerms,
): Standing {
  const rank = rankOf(standing.earnedTierId, terms)
  const stays = terms.demotion === 'never' || units >= unitsOfRank(rank, terms)
  return stays ? keep(standing, fromDay, terms) : stepDown(standing, units, day, terms)
}

function stepDown(standing: Standing, units: number, day: Day, terms: ProgrammeTerms): Standing {
  const below = rankOf(standing.earnedTierId, terms) - 1
  const rank = terms.demotion === 'to_balance' ? Math.min(below, rankOfUnits(units, terms)) : below
  return reach(standing, Math.max(0, rank), day, terms)
}

/** What counts in grace: the window as it was reviewed, open at its end. */
function graceUnits(
  days: readonly QualifyingDay[],
  { fromDay }: { fromDay: Day },
  to: Day,
  terms: ProgrammeTerms,
): number {
  const { from } = windowOn(addDays(fromDay, -1), terms.window)
  return unitsOf(sumOver(days, { from, to }), terms)
}

function graceStep(
  { earnedTierId }: Standing,
  { untilDay }: { untilDay: Day },
  units: number,
  day: Day,
  terms: ProgrammeTerms,
): Step {
  const missingUnits = unitsOfRank(rankOf(earnedTierId, terms), terms) - units
  return { kind: 'grace_began', day, tierId: earnedTierId!, untilDay, units, missingUnits }
}

/** What a member still needs, and until when: for the next level, and to keep the one they earned. */
export type Progress = {
  units: number
  next: { tierId: string; neededUnits: number; missingUnits: number } | null
  keep: { neededUnits: number; missingUnits: number; byDay: Day; isGrace: boolean } | null
}

/** The figures that a member is shown today. What must be kept is counted as its review will count it. */
export function progressOf(
  standing: Standing,
  days: readonly QualifyingDay[],
  terms: ProgrammeTerms,
  today: Day,
): Progress {
  const units = unitsOn(days, today, terms)
  const rank = rankOf(standing.earnedTierId, terms)
  const above = terms.levels[rank]
  const { grace, reviewDay } = standing
  const needed = unitsOfRank(rank, terms)
  const byDay = grace ? grace.untilDay : reviewDay && addDays(reviewDay, -1)
  const counted = grace
    ? graceUnits(days, grace, today, terms)
    : byDay
      ? unitsOf(sumOver(days, { ...windowOn(byDay, terms.window), to: today }), terms)
      : units
  return {
    units,
    next: above
      ? { tierId: above.tierId, neededUnits: above.units, missingUnits: Math.max(0, above.units - units) }
      : null,
    keep:
      rank === 0 || byDay === null || terms.demotion === 'never'
        ? null
        : { neededUnits: needed, missingUnits: Math.max(0, needed - counted), byDay, isGrace: grace !== null },
  }
}

/**
 * The standing under a new version: a level that was dropped becomes the highest that is left below it, and no version takes a
 * level away from anybody who has it. `before` gives the old order.
 */
export function carryOver(
  standing: Standing,
  before: ProgrammeTerms | null,
  after: ProgrammeTerms,
  today: Day,
): Standing {
  const moved = (tierId: string | null): string | null => {
    if (tierId === null || rankOf(tierId, after) > 0) return tierId
    const oldRank = before ? rankOf(tierId, before) : 0
    const below = before?.levels.slice(0, Math.max(0, oldRank - 1)).findLast((level) => rankOf(level.tierId, after) > 0)
    return below?.tierId ?? null
  }
  const { earnedTierId, grant } = standing
  const grantTierId = grant && moved(grant.tierId)
  const kept = { ...standing, grant: grant && grantTierId ? { ...grant, tierId: grantTierId } : null }
  const next = moved(earnedTierId)
  if (next === earnedTierId) return kept
  return reach(kept, rankOf(next, after), today, after)
}

/** Two records that are one person keep the better of each: the higher earned level, of equals the one reviewed later. */
export function mergeStandings(a: Standing, b: Standing, terms: ProgrammeTerms): Standing {
  const [rankA, rankB] = [rankOf(a.earnedTierId, terms), rankOf(b.earnedTierId, terms)]
  const isB = rankB > rankA || (rankB === rankA && (b.reviewDay ?? '') > (a.reviewDay ?? ''))
  const { earnedTierId, reachedDay, reviewDay, grace } = isB ? b : a
  const grants = [a.grant, b.grant].filter((grant) => grant !== null)
  grants.sort((x, y) => rankOf(y.tierId, terms) - rankOf(x.tierId, terms) || (x.untilDay < y.untilDay ? 1 : -1))
  return { earnedTierId, reachedDay, reviewDay, grace, grant: grants[0] ?? null }
}
