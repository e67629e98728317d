import { fingerprintOf } from '#shared/fingerprint.ts'
import { meanEffect, type MeanEffect, upperMean } from './effect-money-rules.ts'
import type { OfferRule } from './flow-types.ts'

/** An offer as what it gives and costs: changed in either, it is another one. Words and whom it is for may change. */
export const offerPrint = ({ code, terms, costCents }: Pick<OfferRule, 'code' | 'terms' | 'costCents'>): string =>
  fingerprintOf({ code, terms, costCents }).slice(0, 32)

/** Leavings of so many days are counted, from the day on which they are so old: what is decided takes some days to show. */
export const judgedDays = 90
export const ripeDays = 7
/** Offers are looked at once a week, and stopped by nothing less than ten people on a side. */
export const looksEveryDays = 7
export const fewestJudged = 10

/**
 * 99 %: one look of many. Looked at each week for a quarter, an offer that does no harm is stopped about once in twenty shops, not once in
 * three as by 95 %.
 */
const z = 2.5758293035489

export type Worths = {
  /** Worth to the shop, in cents, of everybody who was made the offer, and of those among them who took it. */
  made: readonly number[]
  taken: readonly number[]
  /** Of who was held out and would have been made it. */
  withheld: readonly number[]
}

/**
 * Why an offer is stopped. `costs_more`: who took it is worth less than nothing from then on, and they would have been worth no less had
 * they left: it loses money whatever it did. `keeps_less`: who was made it is worth less than who was held out.
 */
export type StopGround = 'costs_more' | 'keeps_less'

export type OfferResult = {
  made: number
  taken: number
  withheld: number
  /** What an offer adds per person who is made it, with its 99 % interval; null while it cannot be told. */
  effect: MeanEffect
  ground: StopGround | null
}

/** What an offer did so far, and whether that is reason enough to stop it. */
export function judgeOffer({ made, taken, withheld }: Worths): OfferResult {
  const effect = meanEffect(made, withheld, z)
  const isEnough = (...groups: (readonly number[])[]) => groups.every(({ length }) => length >= fewestJudged)
  const atBest = isEnough(taken) ? upperMean(taken, z) : null
  const losesAnyway = atBest !== null && atBest < 0
  const keepsLess = isEnough(made, withheld) && effect.untilCents !== null && effect.untilCents < 0
  return {
    ...{ made: made.length, taken: taken.length, withheld: withheld.length, effect },
    ground: losesAnyway ? 'costs_more' : keepsLess ? 'keeps_less' : null,
  }
}
