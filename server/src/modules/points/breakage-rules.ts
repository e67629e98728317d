import type { Day } from '#shared/business-day.ts'

/** What became in `month` of points issued in `earnedMonth` (first days of months). */
export type Flow = { earnedMonth: Day; month: Day; issued: number; redeemed: number; expired: number; other: number }

/** How many of the points that are given are redeemed in the end, in basis points, with a 95 % interval. */
export type Estimate = {
  expectedBps: number
  lowBps: number
  highBps: number
  /** Share redeemed by the end of each month of age, the month of earning first; cumulative. */
  curveBps: number[]
  cohorts: number
}
export type TooLittle = {
  tooLittle: 'months' | 'points' | 'young'
  months: number
  points: number
  neededMonths: number
}

const leastPoints = 2_000
const leastMonths = 4
/** Where points never end, a curve of two years is asked for before its end is believed. */
const endlessMonths = 24

/** The number of a month since year 0, from its first day. */
export function monthNumber(day: Day): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
}

type Cohort = { start: number; issued: number; redeemed: Map<number, number>; ages: number }

/** Cohorts with what was redeemed at each age; `ages` is how many whole months they were seen. What the shop took back was never given. */
function cohortsOf(flows: readonly Flow[], lastMonth: number): Cohort[] {
  const cohorts = new Map<number, Cohort>()
  for (const flow of flows) {
    const [start, month] = [monthNumber(flow.earnedMonth), monthNumber(flow.month)]
    if (month > lastMonth) continue
    const cohort = cohorts.get(start) ?? { start, issued: 0, redeemed: new Map(), ages: lastMonth - start + 1 }
    cohorts.set(start, cohort)
    cohort.issued += flow.issued - flow.other
    const age = month - start
    cohort.redeemed.set(age, (cohort.redeemed.get(age) ?? 0) + flow.redeemed)
  }
  return [...cohorts.values()].filter(({ issued, start }) => issued > 0 && start <= lastMonth)
}

/**
 * Shares redeemed at each age: what all cohorts that reached the age redeemed in it, over what they were issued. Young cohorts tell of
 * young ages and old ones of all: nothing is thrown away, and a cohort without a redemption yet is evidence, too.
 */
function sharesByAge(cohorts: readonly Cohort[]): number[] {
  const oldest = Math.max(0, ...cohorts.map(({ ages }) => ages))
  return Array.from({ length: oldest }, (_, age) => {
    const seen = cohorts.filter(({ ages }) => ages > age)
    const issued = seen.reduce((sum, cohort) => sum + cohort.issued, 0)
    return issued === 0 ? 0 : seen.reduce((sum, { redeemed }) => sum + (redeemed.get(age) ?? 0), 0) / issued
  })
}

const clampBps = (share: number) => Math.round(Math.min(1, Math.max(0, share)) * 10_000)

/**
 * How many points are redeemed in the end, from the shop's own curves: the sum of the shares of every age. The interval is a jackknife over
 * cohorts (each left out once), so it widens where months differ. Says so instead where points, months, or a life lived to its end are
 * missing: `lifeMonths` is how long points live, null for ever.
 */
export function estimateRedemption(
  flows: readonly Flow[],
  { lastMonth, lifeMonths }: { lastMonth: Day; lifeMonths: number | null },
): Estimate | TooLittle {
  const cohorts = cohortsOf(flows, monthNumber(lastMonth))
  const points = cohorts.reduce((sum, { issued }) => sum + issued, 0)
  const months = Math.max(0, ...cohorts.map(({ ages }) => ages))
  const neededMonths = Math.max(leastMonths, (lifeMonths ?? endlessMonths) + 1)
  if (points < leastPoints) return { tooLittle: 'points', months, points, neededMonths }
  if (cohorts.length < leastMonths) return { tooLittle: 'months', months, points, neededMonths }
  if (months < neededMonths) return { tooLittle: 'young', months, points, neededMonths }
  const total = (some: readonly Cohort[]) => sharesByAge(some).reduce((sum, share) => sum + share, 0)
  const whole = total(cohorts)
  const without = cohorts.map((left) => total(cohorts.filter((cohort) => cohort !== left)))
  const mean = without.reduce((sum, value) => sum + value, 0) / without.length
  const spread = without.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const error = 1.96 * Math.sqrt(((cohorts.length - 1) / cohorts.length) * spread)
  let running = 0
  return {
    expectedBps: clampBps(whole),
    lowBps: clampBps(whole - error),
    highBps: clampBps(whole + error),
    curveBps: sharesByAge(cohorts).map((share) => clampBps((running += share))),
    cohorts: cohorts.length,
  }
}

export type BackTest = { months: number; predictedPoints: number; actualPoints: number }

/**
 * What the same estimate, made `months` ago from what was known then, said of the redemptions of cohorts that were there, and what they
 * were. Null where too little was known then.
 */
export function backTest(flows: readonly Flow[], lastMonth: Day, months: number): BackTest | null {
  const now = monthNumber(lastMonth)
  const then = now - months
  const known = cohortsOf(flows, then)
  if (known.length < leastMonths) return null
  const shares = sharesByAge(known)
  let predicted = 0
  for (const { issued, ages } of known) {
    for (let age = ages; age < ages + months; age++) predicted += issued * (shares[age] ?? 0)
  }
  const starts = new Set(known.map(({ start }) => start))
  const actual = flows
    .filter(
      ({ earnedMonth, month }) =>
        starts.has(monthNumber(earnedMonth)) && monthNumber(month) > then && monthNumber(month) <= now,
    )
    .reduce((sum, { redeemed }) => sum + redeemed, 0)
  return { months, predictedPoints: Math.round(predicted), actualPoints: actual }
}

export function isTooLittle(estimate: Estimate | TooLittle): estimate is TooLittle {
  return 'tooLittle' in estimate
}
