import type { MemberLine } from '#modules/cashier/member-lines.ts'
import { dayValue, earnedBetween, stillToServe } from '#modules/passes/earned-rules.ts'
import type { PassLife } from '#modules/passes/pass-lives.ts'
import { daysBetween } from '#modules/passes/period-rules.ts'
import { addDays, type Day } from '#shared/business-day.ts'
import { bpsOf, mulDivRound } from '#shared/money.ts'
import type { OfferTerms } from './flow-types.ts'

/** What serving a plan costs: a share of what was had of it, or so much for each unit used. */
export type PlanCost = { planId: string; kind: 'share'; bps: number } | { planId: string; kind: 'visit'; cents: number }

/** What the shop says that things cost it, where no cost stands on the item. Basis points of what was paid. */
export type CostShares = { passBps: number; goodsBps: number; serviceBps: number; plans: PlanCost[] }

/** Until a shop says otherwise: shown beside the figures as what it is, a guess of ours. */
export const shippedCostShares: CostShares = { passBps: 4_000, goodsBps: 6_000, serviceBps: 4_000, plans: [] }

/** An offer that was taken, by the store's day; `takings`: what its coupon took off sales, and when. */
export type TakenTerms = {
  passId: string
  day: Day
  terms: OfferTerms
  /** What the flow says that it costs. */
  costCents: number
  takings: readonly { day: Day; offCents: number }[]
}

/** One who set out to leave, and all that the shop knows of them since. */
export type LeaverFacts = {
  lives: readonly PassLife[]
  lines: readonly MemberLine[]
  offers: readonly TakenTerms[]
}

export type Margin = {
  /** Earned before offers. */
  revenueCents: number
  /** Costs that stand on items. */
  knownCostCents: number
  /** Costs by the shop's shares. */
  sharedCostCents: number
  offerCents: number
}

export const marginCents = ({ revenueCents, knownCostCents, sharedCostCents, offerCents }: Margin): number =>
  revenueCents - knownCostCents - sharedCostCents - offerCents

/**
 * What one leaver is worth to the shop in `days` days, the day of asking the first. Whole cents, each part rounded half away from zero:
 *
 *     margin = revenue − cost − offers
 *     revenue = earned with each of their passes (`earnedBetween`; the one they set out to leave whoever holds it now)
 *             + lines bought, after refunds, on the day of the sale
 *             + what offers' coupons took off those (taken away again under offers: the sum is what was paid)
 *     cost    = per line: cost of the item × quantity where it is known, else the share of its kind × what was paid
 *             + per pass: its plan's share × what was had, or its plan's cost of a unit × units used; nothing for what nobody came for
 *     offers  = coupons: what they took off, when they did; an unused one costs nothing
 *             + more days: days × (price of the period ÷ days as sold), whole on the day they were given
 *             + all others, and days of a pass whose units were paid for: what the flow says that they cost, when taken
 */
export function marginOf(
  { lives, lines, offers }: LeaverFacts,
  { fromDay, days }: { fromDay: Day; days: number },
  { shares, itemCosts }: { shares: CostShares; itemCosts: ReadonlyMap<string, number> },
): Margin {
  const untilDay = addDays(fromDay, days - 1)
  const isIn = ({ day }: { day: Day }) => fromDay <= day && day <= untilDay
  const taken = offers.filter(isIn)
  const sum: Margin = { revenueCents: 0, knownCostCents: 0, sharedCostCents: 0, offerCents: 0 }
  for (const { pass, uses } of lives) {
    const freeDays = freeDaysOf(taken, pass.id)
    const earned = earnedBetween(pass, uses, { fromDay, untilDay, freeDays })
    const plan = shares.plans.find(({ planId }) => planId === pass.planId)
    sum.revenueCents += earned.earnedCents
    sum.sharedCostCents +=
      plan?.kind === 'visit' ? plan.cents * earned.units : bpsOf(earned.servedCents, plan?.bps ?? shares.passBps)
    sum.offerCents += dayValue(pass, freeDays)
  }
  for (const { itemId, itemKind, quantityMilli, netCents } of lines.filter(isIn)) {
    const costCents = itemCosts.get(itemId)
    sum.revenueCents += netCents
    if (costCents === undefined) {
      sum.sharedCostCents += bpsOf(netCents, itemKind === 'service' ? shares.serviceBps : shares.goodsBps)
    } else sum.knownCostCents += mulDivRound(costCents, quantityMilli, 1_000)
  }
  const offCents = offers.flatMap(({ takings }) => takings.filter(isIn)).reduce((all, off) => all + off.offCents, 0)
  sum.revenueCents += offCents
  sum.offerCents += offCents + taken.reduce((all, offer) => all + toldCost(offer, lives), 0)
  return sum
}

/**
 * What one leaver is worth to the shop from the day of asking, as it can be told on `untilDay`: the margin of the days so far, and what is
 * left of their passes as if it were all served, at what serving costs. So an offer that moves visits to later loses nothing by that, and
 * keeping somebody costs what they will still come for. Whole cents.
 */
export function worthOf(
  facts: LeaverFacts,
  { fromDay, untilDay }: { fromDay: Day; untilDay: Day },
  known: { shares: CostShares; itemCosts: ReadonlyMap<string, number> },
): number {
  const { shares } = known
  const taken = facts.offers.filter(({ day }) => fromDay <= day && day <= untilDay)
  const left = facts.lives.reduce((sum, { pass, uses }) => {
    const { restCents, units } = stillToServe(pass, uses, { day: untilDay, freeDays: freeDaysOf(taken, pass.id) })
    const plan = shares.plans.find(({ planId }) => planId === pass.planId)
    const cost = plan?.kind === 'visit' ? plan.cents * units : bpsOf(restCents, plan?.bps ?? shares.passBps)
    return sum + restCents - cost
  }, 0)
  return marginCents(marginOf(facts, { fromDay, days: daysBetween(fromDay, untilDay) + 1 }, known)) + left
}

const freeDaysOf = (offers: readonly TakenTerms[], passId: string) =>
  offers.reduce((all, { passId: of, terms }) => all + (of === passId && terms.kind === 'extension' ? terms.days : 0), 0)

/** What the flow says an offer costs, where nothing tells what it did cost. */
function toldCost({ terms, costCents, passId }: TakenTerms, lives: readonly PassLife[]): number {
  if (terms.kind === 'gift' || terms.kind === 'discount') return 0
  const life = lives.find(({ pass }) => pass.id === passId)
  return terms.kind === 'extension' && life && dayValue(life.pass, terms.days) > 0 ? 0 : costCents
}
