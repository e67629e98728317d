import { sql } from 'kysely'
import { homeZone } from '#modules/shops/next-morning.ts'
import type { Work } from '#platform/work.ts'
import { addMonths, type Day, localDay } from '#shared/business-day.ts'
import { mulDivRound } from '#shared/money.ts'
import { monthOf, readFlows, writeFlows } from './breakage.ts'
import { estimateRedemption, type Flow, isTooLittle } from './breakage-rules.ts'
import { readEarnPolicy } from './earn-policy.ts'
import type { EarnPolicy } from './earn-rules.ts'
import { allocatePrice, pointsValueOf, recognisedOf } from './liability-rules.ts'
import { readPublishedRedeemPolicy } from './redeem-policy.ts'
import { type RedeemRule, worthOf } from './redeem-rules.ts'
import { lifeMonthsOf } from './expiry-life-rules.ts'

/** A month of the books as it was closed. `recognisedCents` is of all points so far. */
export type LiabilityMonth = {
  month: Day
  deferredCents: number
  recognisedCents: number
  expectedBps: number
  /** From the shop's own curves; false: too little was known, and every point is taken to be redeemed. */
  isEstimate: boolean
  worthCents: number
  perPoints: number
  issuedPoints: number
  redeemedPoints: number
  expiredPoints: number
  outstandingPoints: number
}

export function readLiabilityMonths({ send, merchantId }: Work): Promise<LiabilityMonth[]> {
  return send<LiabilityMonth>(sql`
    select month::text, deferred_cents, recognised_cents, expected_bps, is_estimate, worth_cents, per_points, issued_points,
           redeemed_points, expired_points, outstanding_points
      from points.liability_month where merchant_id = ${merchantId} order by month`)
}

/**
 * Closes every month that is over and open: writes its flows, puts aside what its points were paid with and counts anew what has become
 * revenue. Idempotent; a closed month is never changed, what is learnt later comes in as a catch-up. Where points are worth
 * nothing at the till, or none are given, nothing is closed.
 */
export async function closeLiabilityMonths(work: Work): Promise<number> {
  const [policy, redeem, closed] = await Promise.all([
    readEarnPolicy(work),
    readPublishedRedeemPolicy(work),
    readLiabilityMonths(work),
  ])
  if (!policy || !redeem) return 0
  const zone = await homeZone(work)
  const current = monthOf(localDay(work.at, zone))
  const first = closed.length > 0 ? addMonths(closed.at(-1)!.month, 1) : await firstMonth(work, zone)
  let count = 0
  const months = [...closed]
  for (let month = first; month !== null && month < current; month = addMonths(month, 1)) {
    await writeFlows(work, month, zone)
    const row = closeMonth(month, { flows: await readFlows(work), earlier: months, policy, rule: redeem.rule })
    await insertMonth(work, row)
    months.push(row)
    count++
  }
  return count
}

type Facts = { flows: readonly Flow[]; earlier: readonly LiabilityMonth[]; policy: EarnPolicy; rule: RedeemRule }

/** One month, decided from all flows up to it. */
export function closeMonth(month: Day, { flows, earlier, policy, rule }: Facts): LiabilityMonth {
  const known = flows.filter((flow) => flow.month <= month)
  const estimate = estimateRedemption(known, { lastMonth: month, lifeMonths: lifeMonthsOf(policy, month) })
  // Without an estimate nothing may be taken for breakage (B46): every point is expected back.
  const expectedBps = isTooLittle(estimate) ? 10_000 : estimate.expectedBps
  const cohorts = new Map<Day, { issued: number; redeemed: number; ended: number }>()
  for (const flow of known) {
    const cohort = cohorts.get(flow.earnedMonth) ?? { issued: 0, redeemed: 0, ended: 0 }
    cohort.issued += flow.issued
    cohort.redeemed += flow.redeemed
    cohort.ended += flow.expired + flow.other
    cohorts.set(flow.earnedMonth, cohort)
  }
  const issuedPoints = cohorts.get(month)?.issued ?? 0
  const paidCents = mulDivRound(issuedPoints, policy.rule.perCents, Math.max(1, policy.rule.points))
  const pointsValue = pointsValueOf(worthOf(rule, issuedPoints), expectedBps)
  const deferredCents = allocatePrice(paidCents, { productValue: paidCents, pointsValue }).points
  const deferred = new Map([...earlier.map((row) => [row.month, row.deferredCents] as const), [month, deferredCents]])
  let recognisedCents = 0
  let outstandingPoints = 0
  for (const [earnedMonth, cohort] of cohorts) {
    const expectedPoints = mulDivRound(cohort.issued, expectedBps, 10_000)
    recognisedCents += recognisedOf({ deferred: deferred.get(earnedMonth) ?? 0, ...cohort }, expectedPoints)
    outstandingPoints += cohort.issued - cohort.redeemed - cohort.ended
  }
  const own = known.filter((flow) => flow.month === month)
  return {
    ...{ month, deferredCents, recognisedCents, expectedBps, isEstimate: !isTooLittle(estimate) },
    ...{ worthCents: rule.worthCents, perPoints: rule.points, issuedPoints, outstandingPoints },
    redeemedPoints: own.reduce((sum, { redeemed }) => sum + redeemed, 0),
    expiredPoints: own.reduce((sum, { expired }) => sum + expired, 0),
  }
}

async function firstMonth({ send, merchantId }: Work, zone: string): Promise<Day | null> {
  const [row] = await send<{ day: Day | null }>(sql`
    select (min(at) at time zone ${zone})::date::text as day from points.rule where merchant_id = ${merchantId}`)
  return row?.day ? monthOf(row.day) : null
}

async function insertMonth(work: Work, row: LiabilityMonth): Promise<void> {
  await work.send(sql`
    insert into points.liability_month (merchant_id, month, deferred_cents, recognised_cents, expected_bps, is_estimate, worth_cents,
      per_points, issued_points, redeemed_points, expired_points, outstanding_points, at)
    values (${work.merchantId}, ${row.month}, ${row.deferredCents}, ${row.recognisedCents}, ${row.expectedBps}, ${row.isEstimate},
      ${row.worthCents}, ${row.perPoints}, ${row.issuedPoints}, ${row.redeemedPoints}, ${row.expiredPoints},
      ${row.outstandingPoints}, ${work.at})
    on conflict do nothing`)
}
