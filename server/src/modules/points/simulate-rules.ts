import { localDay, type Day } from '#shared/business-day.ts'
import type { Birthday } from '#modules/members/birthday-rules.ts'
import { mulDivRound } from '#shared/money.ts'
import {
  applyCampaignUses,
  type CampaignState,
  earnRuleFor,
  type EarnOccasion,
  noCampaignState,
  planCampaignUses,
} from './campaign-open-rules.ts'
import { type EarningLine, giveCampaigns, sumOfGifts } from './campaign-rules.ts'
import type { Campaign } from './campaign-types.ts'
import type { EarnRule } from './earn-rules.ts'
import type { RedeemRule } from './redeem-rules.ts'

/** A real sale as it is replayed: what it counted for then, and what is known of its member. */
export type PastSale = EarnOccasion & {
  saleId: string
  basePoints: number
  isFirstVisit: boolean
  lines: readonly EarningLine[]
}

/** What rules give to some sales: base and campaigns together, and of it what the draft gives. */
export type SimulatedSum = { sales: number; beforePoints: number; afterPoints: number; draftPoints: number }

export type SimulatedRow<Key> = SimulatedSum & { key: Key }

export type Simulation = SimulatedSum & {
  /** Members and sales that the draft gives anything to. */
  touchedMembers: number
  touchedSales: number
  /** What its caps and its budget kept back. */
  cutPoints: number
  /** The day on which the budget was spent; null: it lasts, or there is none. */
  spentOn: Day | null
  byDay: SimulatedRow<Day>[]
  byStore: SimulatedRow<string>[]
  byTier: SimulatedRow<string | null>[]
}

const emptySum = (): SimulatedSum => ({ sales: 0, beforePoints: 0, afterPoints: 0, draftPoints: 0 })

/** A campaign as if it had always run: a draft of next month is tried on the sales of this one. */
const always = (campaign: Campaign): Campaign => ({ ...campaign, startsAt: '0001-01-01T00:00:00.000Z', endsAt: null })

type Side = { campaigns: readonly Campaign[]; state: CampaignState }

/**
 * Replays sales, oldest first and page by page, under today's rules and under those with a draft among them: the very functions that
 * sales earn by, with counters that begin empty. `learn` tells the birthdays of the members that come next. No I/O, no clock.
 *
 * `before` are today's campaigns, those that the draft is a new version of included; then the draft stands in its place. All run as
 * if they always had. Base points are today's on both sides: `basePoints` of each sale.
 */
export function startReplay({ rule, before, draft }: { rule: EarnRule; before: readonly Campaign[]; draft: Campaign }) {
  const others = before.filter(({ campaignId }) => campaignId !== draft.campaignId)
  const sides = {
    before: sideOf(before.map(always)),
    after: sideOf([...others.map(always), always(draft)]),
  }
  const total = emptySum()
  const days = new Map<Day, SimulatedSum>()
  const stores = new Map<string, SimulatedSum>()
  const tiers = new Map<string | null, SimulatedSum>()
  const members = new Set<string>()
  const touched = { sales: 0, cutPoints: 0, spentOn: null as Day | null }

  function takeOne(sale: PastSale): void {
    const { basePoints, memberId } = sale
    for (const { state } of [sides.before, sides.after]) if (sale.isFirstVisit) state.firstVisitors.add(memberId)
    const uncut = pointsUncut(draft, rule, sides.after.state, sale)
    const given = giveTo(rule, sides.after, sale)
    const draftPoints = given.find(({ campaignId }) => campaignId === draft.campaignId)?.points ?? 0
    const beforePoints = basePoints + sumOfGifts(giveTo(rule, sides.before, sale))
    const sum = { sales: 1, beforePoints, afterPoints: basePoints + sumOfGifts(given), draftPoints }
    const day = localDay(sale.at, sale.timeZone)
    for (const part of [total, into(days, day), into(stores, sale.storeId), into(tiers, sale.tierId)]) add(part, sum)
    touched.cutPoints += Math.max(0, uncut - draftPoints)
    if (draftPoints === 0) return
    members.add(memberId)
    touched.sales++
    if (sides.after.state.budgetLeft.get(draft.campaignId) === 0) touched.spentOn ??= day
  }

  return {
    learn(birthdays: ReadonlyMap<string, Birthday>): void {
      for (const { state } of [sides.before, sides.after]) {
        for (const [memberId, birthday] of birthdays) state.birthdays.set(memberId, birthday)
      }
    },
    take: (sales: readonly PastSale[]): void => sales.forEach(takeOne),
    result(): Simulation {
      const rows = <Key>(sums: ReadonlyMap<Key, SimulatedSum>) => [...sums].map(([key, sum]) => ({ key, ...sum }))
      const most = (a: SimulatedSum, b: SimulatedSum) => b.afterPoints - a.afterPoints
      return {
        ...total,
        ...{ touchedMembers: members.size, touchedSales: touched.sales },
        ...{ cutPoints: touched.cutPoints, spentOn: touched.spentOn },
        byDay: rows(days).sort((a, b) => (a.key < b.key ? -1 : 1)),
        byStore: rows(stores).sort(most),
        byTier: rows(tiers).sort(most),
      }
    },
  }
}

/** What a draft would give to a sale without caps and rivals: what is missing of it was kept back. */
function pointsUncut(draft: Campaign, rule: EarnRule, state: CampaignState, sale: PastSale): number {
  const caps = { salePoints: null, memberDayPoints: null, memberMonthPoints: null, memberUses: null }
  const uncapped = always({ ...draft, caps, group: null })
  const open = earnRuleFor(rule, [uncapped], { ...state, budgetLeft: new Map() }, sale)
  return open.campaigns ? sumOfGifts(giveCampaigns(sale.lines, open)) : 0
}

function sideOf(campaigns: readonly Campaign[]): Side {
  const state = noCampaignState()
  for (const { campaignId, budgetPoints } of campaigns) {
    if (budgetPoints !== null) state.budgetLeft.set(campaignId, budgetPoints)
  }
  return { campaigns, state }
}

function giveTo(
  rule: EarnRule,
  { campaigns, state }: Side,
  { basePoints: _, isFirstVisit: __, lines, ...occasion }: PastSale,
) {
  const open = earnRuleFor(rule, campaigns, state, occasion)
  const gifts = open.campaigns ? giveCampaigns(lines, open) : []
  applyCampaignUses(state, occasion.memberId, planCampaignUses(campaigns, state, occasion, gifts))
  return gifts
}

function into<Key>(sums: Map<Key, SimulatedSum>, key: Key): SimulatedSum {
  const sum = sums.get(key) ?? emptySum()
  sums.set(key, sum)
  return sum
}

function add(to: SimulatedSum, one: SimulatedSum): void {
  to.sales += one.sales
  to.beforePoints += one.beforePoints
  to.afterPoints += one.afterPoints
  to.draftPoints += one.draftPoints
}

/** What points cost when they are all redeemed; null where points do not pay. */
export function costOfPoints(points: number, redeem: RedeemRule | null): number | null {
  return redeem === null ? null : mulDivRound(points, redeem.worthCents, redeem.points)
}
