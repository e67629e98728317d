import { passSales } from '#modules/passes/pass-sales.ts'
import type { Work } from '#platform/work.ts'
import { type MeanEffect, meanEffect } from './effect-money-rules.ts'
import { type Effect, effectOf } from './effect-rules.ts'
import { type Followed, readFollowed, readReasons, type ReasonCount } from './report-queries.ts'

export type Horizon = 30 | 60 | 90
const horizons: readonly Horizon[] = [30, 60, 90]

/** What went wrong after somebody was kept: they left after all with money back, or complained. */
export type Guards = { kept: number; refundedAfter: number; refundedAfterCents: number; complainedAfter: number }

export type RetentionReport = {
  reasons: ReasonCount[]
  /** Who still had the pass so many days after setting out to leave: made an offer, against never made one. */
  effects: (Effect & { days: Horizon; costCents: number; refundCents: number; money: MeanEffect; guards: Guards })[]
}

/**
 * Why people leave, and what offers do about it. A save is somebody who still holds the pass 30, 60, 90 days later, counted against those
 * held out by lot; a leaving younger than the horizon is not counted yet. Costs are what accepted offers cost; the money that stays is what
 * was paid for the pass less what came back by then and what offers cost, per leaver.
 */
export async function readReport(work: Work, period: { from: Date; until: Date }): Promise<RetentionReport> {
  const [reasons, followed] = await Promise.all([readReasons(work, period), readFollowed(work, period)])
  const sales = await passSales(
    work,
    followed.map(({ passId }) => passId),
  )
  const paidOf = new Map(sales.map(({ passId, paidCents }) => [passId, paidCents]))
  return {
    reasons,
    effects: horizons.map((days) => {
      const old = followed.filter(({ at }) => work.at.getTime() - at.getTime() >= days * dayMs)
      const groupOf = (isHeldOut: boolean) => old.filter((one) => one.isHeldOut === isHeldOut)
      const share = (group: readonly Followed[]) => ({ of: group.length, stayed: group.filter(stayed(days)).length })
      const sum = (field: 'costCents' | 'refundCents') => old.reduce((total, one) => total + one[field], 0)
      const stays = (one: Followed) =>
        (paidOf.get(one.passId) ?? 0) - one.costCents - (stayed(days)(one) ? 0 : one.refundedThenCents)
      const effect = effectOf(share(groupOf(false)), share(groupOf(true)))
      const money = meanEffect(groupOf(false).map(stays), groupOf(true).map(stays))
      return {
        ...{ days, ...effect, costCents: sum('costCents'), refundCents: sum('refundCents'), money },
        guards: guardsOf(old, days),
      }
    }),
  }
}

const dayMs = 86_400_000

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
