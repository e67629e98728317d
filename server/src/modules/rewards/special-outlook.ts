import { spentUnits } from '#modules/ledger/spent-units.ts'
import { endingAudience, worthOrNull } from '#modules/points/forecast.ts'
import { readPublishedRedeemPolicy } from '#modules/points/redeem-policy.ts'
import { givenUpOn } from '#modules/points/redeem-rules.ts'
import type { Work } from '#platform/work.ts'
import { addDays, type Day } from '#shared/business-day.ts'
import { mulDivRound } from '#shared/money.ts'
import { listRewards, type RewardRow } from './reward-queries.ts'
import { unitsSince } from './special-queries.ts'
import { daysOf, priceFor, type SpecialTerms } from './special-rules.ts'

/** What was redeemed in so many days says what will be. */
const pastDays = 90

/** What a special would do, before it is published: shown, and never booked. */
export type SpecialOutlook = {
  /** Every day on which it holds. */
  days: Day[]
  /** Who has points about to end, and how many; null: it is for everybody. */
  audience: { members: number; points: number } | null
  rewards: { rewardId: string; name: string; points: number; specialPoints: number }[]
  /** Points given up if members redeem, and pay with points, as in the last 90 days; null where that says nothing. */
  likelyPoints: number | null
  /** How much of that is for points that pay at tills. */
  likelyTillPoints: number
  /** The most that can be given up, the budget included; null: without end. */
  mostPoints: number | null
  mostCents: number | null
}

/**
 * A look ahead at a special. The most that a rescue or a better worth can cost is what its audience gains if all points that end
 * while it runs are spent at the best price; a redemption day's is bounded by its budget alone, and its likely cost is what the
 * redemptions of the last 90 days would have been spared, and what points that paid at tills would have been worth on top, per day that it
 * holds.
 */
export async function outlookOf(work: Work, terms: SpecialTerms, today: Day): Promise<SpecialOutlook> {
  const { withinDays, minEnding, budgetPoints, fromDay, toDay, tillRateBps } = terms
  const from = fromDay > today ? fromDay : today
  const days = daysOf(terms)
  const since = new Date(work.at.getTime() - pastDays * 86_400_000)
  const [rewards, redeem, audience, past, paidAtTills] = await Promise.all([
    listRewards(work, true),
    readPublishedRedeemPolicy(work),
    withinDays === null
      ? null
      : endingAudience(work, { from, to: addDays(toDay, withinDays), minPoints: Math.max(1, minEnding) }),
    terms.kind === 'day' ? unitsSince(work, since) : [],
    tillRateBps === null ? 0 : spentUnits(work, { asset: 'points', sourceKind: 'sale', since }),
  ])
  const priced = rewards.flatMap((reward) => pricedIn(terms, reward))
  const spared = new Map(priced.map(({ rewardId, points, specialPoints }) => [rewardId, points - specialPoints]))
  const sparedBefore = past.reduce((sum, { rewardId, units }) => sum + units * (spared.get(rewardId) ?? 0), 0)
  const left = days.filter((day) => day >= today).length
  const atTills =
    tillRateBps === null ? 0 : mulDivRound(givenUpOn({ rateBps: tillRateBps }, paidAtTills), left, pastDays)
  const likely = terms.kind === 'day' ? mulDivRound(sparedBefore, left, pastDays) + atTills : null
  const most = audience && mostOf(terms, priced, audience.points)
  const capped = (points: number) => (budgetPoints === null ? points : Math.min(points, budgetPoints))
  const mostPoints = most === null ? budgetPoints : capped(most)
  return {
    ...{ days, audience, rewards: priced, mostPoints },
    likelyPoints: likely === null ? null : capped(likely),
    likelyTillPoints: capped(atTills),
    mostCents: mostPoints === null ? null : worthOrNull(redeem?.rule ?? null, mostPoints),
  }
}

function pricedIn(terms: SpecialTerms, reward: RewardRow): SpecialOutlook['rewards'] {
  if (terms.kind === 'worth') return []
  const special = { ...terms, id: '', usedPoints: 0, stoppedAt: null, budgetPoints: null, minEnding: 0 }
  const { points, listPoints } = priceFor(reward, 1, [special], {
    endingWithin: () => Number.MAX_SAFE_INTEGER,
    graced: 0,
  })
  return points < listPoints
    ? [{ rewardId: reward.id, name: reward.name, points: listPoints, specialPoints: points }]
    : []
}

/** What so many points gain at the best price of a rescue, or by their better worth. */
function mostOf({ kind, rateBps }: SpecialTerms, priced: SpecialOutlook['rewards'], points: number): number {
  if (kind === 'worth') return mulDivRound(points, rateBps! - 10_000, 10_000)
  return Math.max(0, ...priced.map((each) => mulDivRound(points, each.points - each.specialPoints, each.specialPoints)))
}
