import { addDays, addMonths, type Day } from '#shared/business-day.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'

/** What counts: cents spent after refunds, days with a visit, or growth (成长值), which is worked out from both and from actions. */
export type Measure = 'spend' | 'visits' | 'growth'

/** Over which time: the calendar year so far, the twelve months up to today, or ever. */
export type Window = 'calendar_year' | 'rolling_12_months' | 'lifetime'

/** What becomes of a member who stays below after the grace: one level down, down to what the units say, or nothing. */
export type Demotion = 'one_step' | 'to_balance' | 'never'

/**
 * How growth is worked out: one unit for every `perCents` spent (0: none), floored once over the window, so many a visit, and so many for
 * each action that points are given for: signing in, a review, a full profile, a friend brought. Left out: none.
 */
export type GrowthRule = { perCents: number; perVisit: number; perAction?: number | undefined }

type CouponGift = { benefitId: string; templateId: string; quantity: number; costCents: number }

/**
 * What a level gives. Each is enforced by somebody: prices by `cashier/pricing`, points by the earning rules, gifts by this
 * module as coupons with a quota, ranks and hours by whoever keeps a queue or a pre-sale; `named` is told and not enforced.
 * `costCents` is the owner's own estimate of what one coupon costs, for the simulator and the report.
 */
export type Benefit =
  | { kind: 'member_price'; benefitId: string; priceListId: string }
  | { kind: 'points_times'; benefitId: string; timesBps: number }
  | ({ kind: 'gift'; every: GiftPeriod; isAutomatic: boolean } & CouponGift)
  | ({ kind: 'upgrade_gift' } & CouponGift)
  | ({ kind: 'birthday_gift'; daysBefore: number } & CouponGift)
  | { kind: 'queue_rank'; benefitId: string; rank: number }
  | { kind: 'early_access'; benefitId: string; hours: number }
  | { kind: 'named'; benefitId: string; name: string }

export type GiftPeriod = 'month' | 'quarter' | 'year'
export type GiftBenefit = Extract<Benefit, { templateId: string }>

/** A level above the base, reached with `units` of the measure. Its id outlives versions. */
export type Level = { tierId: string; name: string; colour: number; units: number; benefits: Benefit[] }

/** What a merchant publishes. `levels` are in rising order; everybody else is on the base level. */
export type ProgrammeTerms = {
  measure: Measure
  window: Window
  growth: GrowthRule
  demotion: Demotion
  graceDays: number
  base: { name: string; colour: number; benefits: Benefit[] }
  levels: Level[]
}

export type Programme = { version: number; terms: ProgrammeTerms }

/** What a member did within a window: `actions` are counted, `activityUnits` were given as growth. */
export type Sums = { spendCents: number; visits: number; actions: number; activityUnits: number }

export const mostLevels = 9

/** Refuses terms that no schema can refuse: levels that do not rise, ids given twice, gifts of the base that need a level. */
export function checkTerms(terms: ProgrammeTerms): Refusal<'invalid_programme'> | undefined {
  const wrong = (what: string, details: Record<string, unknown> = {}) =>
    refuse('invalid_programme', { what, ...details })
  const { levels, base, measure, growth } = terms
  if (levels.length === 0 || levels.length > mostLevels) return wrong('levels')
  if (new Set(levels.map(({ tierId }) => tierId)).size < levels.length) return wrong('tier_twice')
  if (new Set([base, ...levels].map(({ name }) => name.trim())).size < levels.length + 1) return wrong('name_twice')
  const low = levels.findIndex(({ units }, index) => units <= (levels[index - 1]?.units ?? 0))
  if (low !== -1) return wrong('not_rising', { name: levels[low]!.name })
  if (measure === 'growth' && growth.perCents === 0 && growth.perVisit === 0 && !growth.perAction)
    return wrong('growth')
  const ids = [base, ...levels].flatMap(({ benefits }) => benefits.map(({ benefitId }) => benefitId))
  if (new Set(ids).size < ids.length) return wrong('benefit_twice')
  const once = ['points_times', 'queue_rank', 'early_access']
  for (const { name, benefits } of [base, ...levels]) {
    const kinds = benefits.map(({ kind }) => kind).filter((kind) => once.includes(kind))
    if (new Set(kinds).size < kinds.length) return wrong('benefit_kind_twice', { name })
  }
  const ofLevel = ['member_price', 'points_times', 'upgrade_gift']
  if (base.benefits.some(({ kind }) => ofLevel.includes(kind))) return wrong('base_benefit')
  return undefined
}

/** The units that sums come to by the measure. */
export function unitsOf(
  { spendCents, visits, actions, activityUnits }: Sums,
  { measure, growth }: ProgrammeTerms,
): number {
  if (measure === 'spend') return spendCents
  if (measure === 'visits') return visits
  const spent = growth.perCents === 0 ? 0 : Math.floor(spendCents / growth.perCents)
  return spent + visits * growth.perVisit + actions * (growth.perAction ?? 0) + activityUnits
}

/** The rank that units reach: 0 is the base level, 1 the first of `levels`. */
export function rankOfUnits(units: number, { levels }: ProgrammeTerms): number {
  return levels.findLastIndex((level) => units >= level.units) + 1
}

/** The rank of a level; 0 for the base level and for one that the programme no longer has. */
export function rankOf(tierId: string | null, { levels }: ProgrammeTerms): number {
  return tierId === null ? 0 : levels.findIndex((level) => level.tierId === tierId) + 1
}

export function tierIdOf(rank: number, { levels }: ProgrammeTerms): string | null {
  return rank === 0 ? null : levels[rank - 1]!.tierId
}

/** The units that a rank asks for. */
export function unitsOfRank(rank: number, { levels }: ProgrammeTerms): number {
  return rank === 0 ? 0 : levels[rank - 1]!.units
}

/** The days that count on a day, both inclusive; `from` null: since ever. Twelve months end with the day: 29 Feb counts from 1 Mar. */
export function windowOn(day: Day, window: Window): { from: Day | null; to: Day } {
  switch (window) {
    case 'calendar_year':
      return { from: `${day.slice(0, 4)}-01-01`, to: day }
    case 'rolling_12_months':
      return { from: addDays(addMonths(day, -12), 1), to: day }
    case 'lifetime':
      return { from: null, to: day }
  }
}

/**
 * The first review of a level after a day: its next anniversary, counted from the day it was reached so that a 29 February is
 * not lost for ever (R24). With calendar years a level holds through the year after the one it was reached in, then from
 * year to year: nobody is reviewed on a year that has just begun.
 */
export function reviewAfter(day: Day, reachedDay: Day, window: Window): Day {
  if (window === 'calendar_year') {
    const year = Math.max(Number(reachedDay.slice(0, 4)) + 2, Number(day.slice(0, 4)) + 1)
    return `${year}-01-01`
  }
  let years = Math.max(1, Number(day.slice(0, 4)) - Number(reachedDay.slice(0, 4)))
  while (addMonths(reachedDay, 12 * years) <= day) years++
  return addMonths(reachedDay, 12 * years)
}
