import type { Flow, OfferRule, OfferTerms } from './flow-types.ts'
import { baseTier } from './flow-rules.ts'
import { priceKinds } from './flow-types.ts'

/** What decides over offers to one leaving. */
export type OfferCase = {
  reasonCode: string | null
  paidCents: number
  daysHeld: number
  planId: string
  tierId: string | null
  /** Days since joining, and since the last visit on the pass. */
  memberDays: number
  daysSinceVisit: number
  /** Whether the pass can be frozen, moved on, given away at all. */
  can: {
    freeze: boolean
    extend: boolean
    transfer: boolean
    /** Plans that cost no more than what the pass would give back. */
    changeTo: ReadonlySet<string>
  }
  isHeldOut: boolean
  /** Days since somebody of the household took an offer; null: never. */
  daysSinceTaken: number | null
  takenEver: number
  /** Times that the member set out to leave and stayed for a price cut. */
  stayedForPrice: number
  /** Months' spending so far, by offer. */
  spentCents: ReadonlyMap<string, number>
  /** Codes of offers that were stopped because they lose money. */
  stopped: ReadonlySet<string>
}

/** Why no offer was made, or why one was passed over: told in the dry run and on the leaving. */
export type NoOffer =
  | 'held_out'
  | 'nowhere'
  | 'cooldown'
  | 'lifetime_cap'
  | 'reason'
  | 'paid_too_little'
  | 'held_too_short'
  | 'segment'
  | 'cannot'
  | 'cost'
  | 'budget'
  | 'comes_for_price'
  | 'stopped'

export type OfferChoice = {
  main: OfferRule | null
  fallback: OfferRule | null
  /** Why none, when none; and why each that was passed over was. */
  why: NoOffer | null
  passedOver: { code: string; why: NoOffer }[]
}

/** Whoever stayed for a price cut so often comes for the coupon: no more of those. */
export const stayedForPriceLimit = 2

/**
 * At most one main and one fallback offer, in the flow's order, of two kinds. Who is held out, who (or whose household) took one lately,
 * and who took as many as one may ever take are made none; price cuts end for who keeps coming for them.
 */
export function chooseOffers(flow: Flow, facts: OfferCase): OfferChoice {
  const none = (why: NoOffer): OfferChoice => ({ main: null, fallback: null, why, passedOver: [] })
  if (flow.offersAt === 'none' || flow.offers.length === 0) return none('nowhere')
  if (facts.isHeldOut) return none('held_out')
  if (facts.daysSinceTaken !== null && facts.daysSinceTaken < flow.cooldownDays) return none('cooldown')
  if (facts.takenEver >= flow.lifetimeCap) return none('lifetime_cap')
  const passedOver: OfferChoice['passedOver'] = []
  const fit = flow.offers.filter((offer) => {
    const why = whyNot(offer, facts)
    if (why) passedOver.push({ code: offer.code, why })
    return why === null
  })
  const main = fit[0] ?? null
  const fallback = fit.find(({ terms }) => terms.kind !== main?.terms.kind) ?? null
  return { main, fallback, why: main ? null : (passedOver.at(-1)?.why ?? 'nowhere'), passedOver }
}

function whyNot(offer: OfferRule, facts: OfferCase): NoOffer | null {
  const { terms, reasons, costCents } = offer
  if (facts.stopped.has(offer.code)) return 'stopped'
  if (reasons.length > 0 && (facts.reasonCode === null || !reasons.includes(facts.reasonCode))) return 'reason'
  if (facts.paidCents < offer.minPaidCents) return 'paid_too_little'
  if (facts.daysHeld < offer.minDaysHeld) return 'held_too_short'
  if (!isInSegment(offer, facts)) return 'segment'
  if (terms.kind === 'freeze' && !facts.can.freeze) return 'cannot'
  if (terms.kind === 'extension' && !facts.can.extend) return 'cannot'
  if (terms.kind === 'transfer' && !facts.can.transfer) return 'cannot'
  if (terms.kind === 'downgrade' && terms.planId && !facts.can.changeTo.has(terms.planId)) return 'cannot'
  if (costCents * 10_000 > facts.paidCents * offer.maxCostBps) return 'cost'
  const spent = facts.spentCents.get(offer.code) ?? 0
  if (offer.monthlyBudgetCents !== null && spent + costCents > offer.monthlyBudgetCents) return 'budget'
  if (priceKinds.has(terms.kind) && facts.stayedForPrice >= stayedForPriceLimit) return 'comes_for_price'
  return null
}

/** Whether what is offered lives on the pass itself: somebody who has none any more has nothing of it. */
export const needsPass = ({ kind }: OfferTerms): boolean => !priceKinds.has(kind) && kind !== 'contact'

/** What may still be offered once the receipt is there: a pass that is over can neither rest nor be handed on. */
export function offersAfterwards(flow: Flow, time: 'now' | 'period_end'): Flow {
  const isLeft = (terms: OfferTerms) =>
    !needsPass(terms) || (time === 'period_end' && (terms.kind === 'freeze' || terms.kind === 'extension'))
  return { ...flow, offers: flow.offers.filter(({ terms }) => isLeft(terms)) }
}

/** Whether somebody is of those whom an offer is for. Bounds belong to the segment. */
export function isInSegment({ segment }: Pick<OfferRule, 'segment'>, facts: OfferCase): boolean {
  if (!segment) return true
  const { tierIds, planIds, maxPaidCents } = segment
  const isOf = (ids: readonly string[], id: string) => ids.length === 0 || ids.includes(id)
  const isWithin = (value: number, least: number, most: number | null) =>
    value >= least && (most === null || value <= most)
  return (
    isOf(tierIds, facts.tierId ?? baseTier) &&
    isOf(planIds, facts.planId) &&
    isWithin(facts.memberDays, segment.minMemberDays, segment.maxMemberDays) &&
    isWithin(facts.daysSinceVisit, segment.minDaysSinceVisit, segment.maxDaysSinceVisit) &&
    isWithin(facts.paidCents, 0, maxPaidCents)
  )
}
