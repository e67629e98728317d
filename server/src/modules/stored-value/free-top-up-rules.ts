import { refuse, type Refusal } from '#shared/refusal.ts'

/** Under what name, and within what limits, members top up an amount of their own on the phone. */
export type FreeTopUp = {
  /** 0: nobody decided yet. */
  version: number
  name: string
  isOnline: boolean
  minCents: number
  maxCents: number
  /** Amounts are whole multiples of it. */
  stepCents: number
}

/** Shown before a shop has decided: whole yuan from ten to a thousand, sold to nobody yet. */
export const freeTopUpBefore: FreeTopUp = {
  ...{ version: 0, name: '自选金额', isOnline: false },
  ...{ minCents: 10_00, maxCents: 1_000_00, stepCents: 1_00 },
}

/** Limits that some amount fits: both ends are multiples of the step, the lower first. */
export function isSoundFreeTopUp({ minCents, maxCents, stepCents }: FreeTopUp): boolean {
  return minCents <= maxCents && minCents % stepCents === 0 && maxCents % stepCents === 0
}

/** An amount as a member may choose it; refused where none is sold, or outside of the limits, which the refusal names. */
export function checkFreeAmount(
  { isOnline, minCents, maxCents, stepCents }: FreeTopUp,
  amountCents: number,
): number | Refusal<'free_top_up_off' | 'free_top_up_amount'> {
  if (!isOnline) return refuse('free_top_up_off')
  const isWithin = amountCents >= minCents && amountCents <= maxCents && amountCents % stepCents === 0
  return isWithin ? amountCents : refuse('free_top_up_amount', { minCents, maxCents, stepCents })
}

type Reachable = { principalCents: number; bonusCents: number; bonusMonths: number | null }

/**
 * Which of the offers sold gives most to whoever pays so much: of those whose price is reached the largest bonus, of equal ones the one
 * that lives longest, then the dearest. Null: none gives anything. What is paid beyond the offer's price brings nothing on top.
 */
export function bestReached<Offer extends Reachable>(offers: readonly Offer[], amountCents: number): Offer | null {
  const monthsOf = ({ bonusMonths }: Offer) => bonusMonths ?? Infinity
  const reached = offers.filter((offer) => offer.bonusCents > 0 && offer.principalCents <= amountCents)
  const [best] = reached.toSorted(
    (a, b) =>
      b.bonusCents - a.bonusCents ||
      Number(monthsOf(b) > monthsOf(a)) - Number(monthsOf(a) > monthsOf(b)) ||
      b.principalCents - a.principalCents,
  )
  return best ?? null
}
