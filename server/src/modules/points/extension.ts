import { sql } from 'kysely'
import { type CohortSize, extendCohort, measureCohort } from '#modules/ledger/extend-cohort.ts'
import { homeZone } from '#modules/shops/next-morning.ts'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { type Day, localDay } from '#shared/business-day.ts'
import { fingerprintOf } from '#shared/fingerprint.ts'
import { mulDivRound } from '#shared/money.ts'
import { Refused } from '#shared/refusal.ts'
import { readExpectedRate } from './breakage.ts'
import { expiryOn } from './expiry-rules.ts'
import { worthOrNull } from './forecast.ts'
import { refreshEndings, refreshForecast } from './forecast-refresh.ts'
import { readPublishedRedeemPolicy } from './redeem-policy.ts'

/** So many accounts are moved in one command: more would hold tills up. A cohort of more is cut by its days. */
const mostAccounts = 50_000

/** Whose points: those that end from `from` through `to`, of members who lose at least `minPoints` in that time. */
export type ExtensionCohort = { from: Day; to: Day; minPoints: number; untilDay: Day }

export type ExtensionQuote = CohortSize & {
  cohort: ExtensionCohort
  /** What all of these points are worth at the till: the most that it can cost. */
  worthCents: number | null
  /** What it will cost, by how many of such points were redeemed so far; null where too little is known. */
  expectedCostCents: number | null
  fingerprint: string
}

/**
 * What moving the end of a cohort's points to one day would touch and cost. Changes nothing.
 *
 * Refuses days that are over, a new day that is not later than the cohort's last, and a cohort too large for one command.
 */
export async function quoteExtension(
  work: Work,
  cohort: ExtensionCohort,
  most: number = mostAccounts,
): Promise<ExtensionQuote> {
  return (await measure(work, cohort, most)).quote
}

async function measure(work: Work, cohort: ExtensionCohort, most: number) {
  const zone = await homeZone(work)
  if (cohort.from < localDay(work.at, zone) || cohort.to < cohort.from) throw new Refused('extension_days_wrong')
  if (cohort.untilDay <= cohort.to) throw new Refused('extension_not_later')
  const accounts = await readAccounts(work, cohort, most + 1)
  if (accounts.length > most) throw new Refused('extension_too_large', { most })
  const lots = { asset: 'points', accountIds: accounts, from: cohort.from, to: cohort.to } as const
  const [size, redeem, rate] = await Promise.all([
    measureCohort(work, lots),
    readPublishedRedeemPolicy(work),
    readExpectedRate(work),
  ])
  const worthCents = worthOrNull(redeem?.rule ?? null, size.units)
  const expectedCostCents =
    worthCents === null || rate === null ? null : mulDivRound(worthCents, rate.expectedBps, 10_000)
  const shown = { cohort, ...size, worthCents, expectedCostCents }
  return { quote: { ...shown, fingerprint: fingerprintOf(shown) }, lots, zone, accounts }
}

async function readAccounts(
  { send, merchantId }: Work,
  { from, to, minPoints }: ExtensionCohort,
  limit: number,
): Promise<string[]> {
  const rows = await send<{ accountId: string }>(sql`
    select account_id from points.ending where merchant_id = ${merchantId} and day between ${from} and ${to}
     group by account_id having sum(units) >= ${minPoints} limit ${limit}`)
  return rows.map(({ accountId }) => accountId)
}

/**
 * Moves the end as quoted: what changed meanwhile is refused, not guessed. The cohort, its cost and the reason stay as a record; each
 * member has an event on their line. Locks the accounts.
 */
export async function extendPoints(
  work: Work,
  input: { extensionId: string; cohort: ExtensionCohort; fingerprint: string; reason: string },
): Promise<CohortSize> {
  const { extensionId, cohort, reason } = input
  await refreshForecast(work)
  const { quote, lots, zone, accounts } = await measure(work, cohort, mostAccounts)
  if (quote.fingerprint !== input.fingerprint) {
    throw new Refused('quote_changed', { points: quote.units, members: quote.members })
  }
  if (quote.lots === 0) throw new Refused('extension_empty')
  const expiry = expiryOn(cohort.untilDay, zone)
  const moved = await extendCohort(work, lots, expiry, { kind: 'points_extension', id: extensionId })
  const { members, units, worthCents, expectedCostCents } = quote
  await work.send(sql`
    insert into points.extension (merchant_id, id, cohort, to_day, members, lots, points, worth_cents, expected_cost_cents, reason,
      at, author_id)
    values (${work.merchantId}, ${extensionId}, ${JSON.stringify(cohort)}::jsonb, ${cohort.untilDay}, ${members}, ${quote.lots},
      ${units}, ${worthCents ?? 0}, ${expectedCostCents}, ${reason}, ${work.at}, ${actorId(work.actor)})`)
  await work.send(sql`
    insert into points.extension_member (merchant_id, member_id, extension_id, points, at)
    select ${work.merchantId}, v.member_id, ${extensionId}, v.points, ${work.at}
      from unnest(${moved.map(({ ownerId }) => ownerId)}::uuid[], ${moved.map((each) => each.units)}::bigint[])
        as v(member_id, points)`)
  await refreshEndings(work, accounts)
  for (const { ownerId, units: points } of moved) {
    const data = { extensionId, points, day: cohort.untilDay }
    work.emit({ type: 'points.extended', subject: { kind: 'member', id: ownerId }, data })
  }
  work.audit({
    action: 'points.extend',
    subject: { kind: 'merchant', id: work.merchantId },
    changes: {
      extensionId: [null, extensionId],
      untilDay: [cohort.to, cohort.untilDay],
      points: [null, units],
      members: [null, members],
    },
    reason,
  })
  return { members, lots: quote.lots, units }
}

export type PastExtension = CohortSize & {
  extensionId: string
  cohort: ExtensionCohort
  worthCents: number
  expectedCostCents: number | null
  reason: string
  at: Date
  authorId: string | null
}

/** Extensions made so far, latest first. */
export function readExtensions({ send, merchantId }: Work): Promise<PastExtension[]> {
  return send<PastExtension>(sql`
    select id as extension_id, cohort, members, lots, points as units, worth_cents, expected_cost_cents, reason, at, author_id
      from points.extension where merchant_id = ${merchantId} order by at desc, id limit 100`)
}
