import type { Work } from '#platform/work.ts'
import { type Effect, effectOf } from './effect-rules.ts'
import { type Followed, readFollowed, readReasons, type ReasonCount } from './report-queries.ts'

export type Horizon = 30 | 60 | 90
const horizons: readonly Horizon[] = [30, 60, 90]

export type RetentionReport = {
  reasons: ReasonCount[]
  /** Who still had the pass so many days after setting out to leave: made an offer, against never made one. */
  effects: (Effect & { days: Horizon; costCents: number; refundCents: number })[]
}

/**
 * Why people leave, and what offers do about it. A save is somebody who still holds the pass 30, 60, 90 days later, counted against those
 * held out by lot; a leaving younger than the horizon is not counted yet. Costs are what accepted offers cost.
 */
export async function readReport(work: Work, period: { from: Date; until: Date }): Promise<RetentionReport> {
  const [reasons, followed] = await Promise.all([readReasons(work, period), readFollowed(work, period)])
  return {
    reasons,
    effects: horizons.map((days) => {
      const old = followed.filter(({ at }) => work.at.getTime() - at.getTime() >= days * 86_400_000)
      const groupOf = (isHeldOut: boolean) => old.filter((one) => one.isHeldOut === isHeldOut)
      const share = (group: readonly Followed[]) => ({ of: group.length, stayed: group.filter(stayed(days)).length })
      const sum = (field: 'costCents' | 'refundCents') => old.reduce((total, one) => total + one[field], 0)
      const effect = effectOf(share(groupOf(false)), share(groupOf(true)))
      return { days, ...effect, costCents: sum('costCents'), refundCents: sum('refundCents') }
    }),
  }
}

const stayed =
  (days: number) =>
  ({ at, cancelledAt }: Followed) =>
    cancelledAt === null || cancelledAt.getTime() - at.getTime() > days * 86_400_000
