import type { Work } from '#platform/work.ts'
import type { CostShareSetting } from './cost-share-queries.ts'
import { type MeanEffect, meanEffect, meanOf } from './effect-money-rules.ts'
import { type Effect, effectOf } from './effect-rules.ts'
import { type Margin, marginCents } from './margin-rules.ts'
import { type Leaver, readMargins } from './read-margins.ts'
import { type Followed, readFollowed, readReasons, type ReasonCount } from './report-queries.ts'

export type Horizon = 30 | 60 | 90
const horizons: readonly Horizon[] = [30, 60, 90]

/** What went wrong after somebody was kept: they left after all with money back, or complained. */
export type Guards = { kept: number; refundedAfter: number; refundedAfterCents: number; complainedAfter: number }

/** Means per leaver of one side, whole cents; null of nobody. */
export type MarginParts = { revenueCents: number; costCents: number; offerCents: number } | null

/** The margin per leaver on both sides, what it is made of, and how much of it is known. */
export type Money = MeanEffect & {
  offered: MarginParts
  heldOut: MarginParts
  counted: { leavers: number; knownCostCents: number; sharedCostCents: number; passesBroughtIn: number }
}

export type RetentionReport = {
  reasons: ReasonCount[]
  /** Who still had the pass so many days after setting out to leave: made an offer, against never made one. */
  effects: (Effect & { days: Horizon; costCents: number; refundCents: number; money: Money; guards: Guards })[]
  costShares: CostShareSetting
}

/**
 * Why people leave, and what offers do about it. A save is somebody who still holds the pass 30, 60, 90 days later, counted against those
 * held out by lot; a leaving younger than the horizon is not counted yet. The money is the margin of those days per leaver (`marginOf`),
 * each member once. Costs beside it are what accepted offers cost as the flow says.
 */
export async function readReport(work: Work, period: { from: Date; until: Date }): Promise<RetentionReport> {
  const [reasons, followed] = await Promise.all([readReasons(work, period), readFollowed(work, period)])
  const { leavers, shares } = await readMargins(work, followed)
  return {
    ...{ reasons, costShares: shares },
    effects: horizons.map((days) => {
      const isOld = ({ at }: { at: Date }) => work.at.getTime() - at.getTime() >= days * dayMs
      const old = followed.filter(isOld)
      const shareOf = (isHeldOut: boolean) => {
        const group = old.filter((one) => one.isHeldOut === isHeldOut)
        return { of: group.length, stayed: group.filter(stayed(days)).length }
      }
      const sum = (field: 'costCents' | 'refundCents') => old.reduce((total, one) => total + one[field], 0)
      return {
        ...{ days, ...effectOf(shareOf(false), shareOf(true)) },
        ...{ costCents: sum('costCents'), refundCents: sum('refundCents') },
        money: moneyOf(leavers.filter(isOld), days),
        guards: guardsOf(old, days),
      }
    }),
  }
}

const dayMs = 86_400_000

function moneyOf(leavers: readonly Leaver[], days: Horizon): Money {
  const counted = leavers.map((leaver) => ({ ...leaver, margin: leaver.marginIn(days) }))
  const sideOf = (isHeldOut: boolean) =>
    counted.filter((one) => one.isHeldOut === isHeldOut).map(({ margin }) => margin)
  const [offered, heldOut] = [sideOf(false), sideOf(true)]
  const sum = (of: (one: (typeof counted)[number]) => number) => counted.reduce((total, one) => total + of(one), 0)
  return {
    ...meanEffect(offered.map(marginCents), heldOut.map(marginCents)),
    ...{ offered: partsOf(offered), heldOut: partsOf(heldOut) },
    counted: {
      leavers: counted.length,
      knownCostCents: sum(({ margin }) => margin.knownCostCents),
      sharedCostCents: sum(({ margin }) => margin.sharedCostCents),
      passesBroughtIn: sum(({ broughtIn }) => broughtIn),
    },
  }
}

function partsOf(margins: readonly Margin[]): MarginParts {
  if (margins.length === 0) return null
  return {
    revenueCents: meanOf(margins.map(({ revenueCents }) => revenueCents)),
    costCents: meanOf(margins.map(({ knownCostCents, sharedCostCents }) => knownCostCents + sharedCostCents)),
    offerCents: meanOf(margins.map(({ offerCents }) => offerCents)),
  }
}

const isWithin = (since: Date, at: Date | null, days: Horizon): at is Date =>
  at !== null && at.getTime() - since.getTime() <= days * dayMs

const stayed =
  (days: Horizon) =>
  ({ at, cancelledAt }: Followed) =>
    !isWithin(at, cancelledAt, days)

function guardsOf(followed: readonly Followed[], days: Horizon): Guards {
  const kept = followed.flatMap((one) => (one.keptAt === null ? [] : [{ ...one, keptAt: one.keptAt }]))
  const back = kept.filter(
    ({ keptAt, cancelledAt, refundedThenCents }) => isWithin(keptAt, cancelledAt, days) && refundedThenCents > 0,
  )
  return {
    ...{ kept: kept.length, refundedAfter: back.length },
    refundedAfterCents: back.reduce((sum, { refundedThenCents }) => sum + refundedThenCents, 0),
    complainedAfter: kept.filter(({ keptAt, complainedAt }) => isWithin(keptAt, complainedAt, days)).length,
  }
}
