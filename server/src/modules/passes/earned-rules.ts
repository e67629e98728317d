import { addDays, type Day, localDay } from '#shared/business-day.ts'
import { mulDivRound } from '#shared/money.ts'
import type { Pass } from './pass-rules.ts'
import { periodGone, sharesOf } from './value-rules.ts'

/** Units of a component used on a day. */
export type DayOfUse = { componentId: string; units: number; day: Day }

export type Earned = {
  /** What the shop earned with the pass: what was had of it, and what it kept when the pass was over. */
  earnedCents: number
  /** The part of it that was had: coming cost something, what is kept for nothing costs nothing. */
  servedCents: number
  /** Units used, of whichever component. */
  units: number
}

/**
 * What a pass earned from the beginning of `fromDay` to the end of `untilDay`, whole cents: the difference of what it had earned by either.
 *
 * By a day it has earned of each share of its price: units used of the units that were sold (R26); of a period, days gone of its days; of a
 * period without an end all, once it has begun. Over by that day, it has earned what was paid less what came back: what nobody came for
 * is the shop's then (IFRS 15 B46).
 *
 * `freeDays` were given on top and are charged elsewhere as an offer's cost (`dayValue`): a day keeps what it was sold for, free ones
 * count as had, and charge and value meet. Without that a day given away would lower the price of all others, and be charged twice.
 */
export function earnedBetween(
  pass: Pass,
  uses: readonly DayOfUse[],
  { fromDay, untilDay, freeDays = 0 }: { fromDay: Day; untilDay: Day; freeDays?: number },
): Earned {
  const isBefore = ({ day }: DayOfUse) => day < fromDay
  const before = earnedBy(pass, uses.filter(isBefore), { day: addDays(fromDay, -1), freeDays })
  const until = earnedBy(
    pass,
    uses.filter(({ day }) => day <= untilDay),
    { day: untilDay, freeDays },
  )
  return {
    earnedCents: until.earnedCents - before.earnedCents,
    servedCents: until.servedCents - before.servedCents,
    units: until.units - before.units,
  }
}

function earnedBy(pass: Pass, uses: readonly DayOfUse[], { day, freeDays }: { day: Day; freeDays: number }): Earned {
  if (day < pass.soldDay) return { earnedCents: 0, servedCents: 0, units: 0 }
  const endedDay = pass.endedAt && localDay(pass.endedAt, pass.zone)
  const isEnded = endedDay !== null && endedDay <= day
  const { goneDays, allDays } = periodGone(pass, isEnded ? endedDay : day)
  const servedCents = sharesOf(pass.terms, pass.paidCents, pass.listCents).reduce((sum, { componentId, paidCents }) => {
    const units = pass.terms.components.find(({ id }) => id === componentId)?.units ?? null
    if (units !== null) return sum + mulDivRound(paidCents, Math.min(unitsOf(uses, componentId), units), units)
    if (allDays === null) return sum + (goneDays > 0 ? paidCents : 0)
    return sum + mulDivRound(paidCents, goneDays, soldDays(allDays, freeDays))
  }, 0)
  const isOver = isOverBy(pass, day)
  const keptCents = pass.paidCents - (isEnded ? pass.refundedCents : 0) + dayValue(pass, freeDays)
  return { earnedCents: isOver ? keptCents : servedCents, servedCents, units: unitsOf(uses) }
}

function isOverBy({ endedAt, endsDay, zone }: Pass, day: Day): boolean {
  return (endedAt !== null && localDay(endedAt, zone) <= day) || (endsDay !== null && endsDay <= day)
}

/**
 * What is still to be had of a pass after a day: of its price and of free days (whole cents), and units of counted parts. Nothing of one
 * that is over. With `earnedBetween` from its sale until that day it is what was paid and given.
 */
export function stillToServe(
  pass: Pass,
  uses: readonly DayOfUse[],
  { day, freeDays = 0 }: { day: Day; freeDays?: number },
): { restCents: number; units: number } {
  if (isOverBy(pass, day)) return { restCents: 0, units: 0 }
  const had = uses.filter((use) => use.day <= day)
  const { servedCents } = earnedBy(pass, had, { day, freeDays })
  return {
    restCents: Math.max(0, pass.paidCents + dayValue(pass, freeDays) - servedCents),
    units: pass.terms.components.reduce(
      (sum, { id, units }) => sum + (units === null ? 0 : Math.max(0, units - unitsOf(had, id))),
      0,
    ),
  }
}

const unitsOf = (uses: readonly DayOfUse[], componentId?: string | null) =>
  uses.reduce((sum, use) => sum + (componentId === undefined || use.componentId === componentId ? use.units : 0), 0)

const soldDays = (allDays: number, freeDays: number) => Math.max(1, allDays - freeDays)

/** What so many days given on top are worth, at what a day was sold for. Nothing where units and not days were paid for, or days have no end. */
export function dayValue(pass: Pass, freeDays: number): number {
  const { allDays } = periodGone(pass, pass.soldDay)
  if (allDays === null || freeDays === 0) return 0
  const ofPeriod = sharesOf(pass.terms, pass.paidCents, pass.listCents).filter(
    ({ componentId }) => (pass.terms.components.find(({ id }) => id === componentId)?.units ?? null) === null,
  )
  return ofPeriod.reduce((sum, { paidCents }) => sum + mulDivRound(paidCents, freeDays, soldDays(allDays, freeDays)), 0)
}
