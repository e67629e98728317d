import { assert } from '#shared/assert.ts'
import { mulDivRound } from '#shared/money.ts'

/*
 * Points as a performance obligation of their own (IFRS 15.B39–B43, B44–B47; CAS 14 art. 35): the price is shared by stand-alone value,
 * points becoming revenue as they are redeemed, breakage with them, caught up each period. Amounts are whole units of one currency,
 * cents here, whole currency units in the standard's examples.
 */

export type Allocation = { products: number; points: number }

/**
 * Shares a price between what was sold and the points that came with it, by their stand-alone values. The points' value is what they are
 * worth times how many are expected to be redeemed. `shareStepBps` rounds the share first (100: whole percent), as some books do.
 */
export function allocatePrice(
  price: number,
  { productValue, pointsValue, shareStepBps }: { productValue: number; pointsValue: number; shareStepBps?: number },
): Allocation {
  assert(price >= 0 && productValue >= 0 && pointsValue >= 0, 'prices and values are not negative')
  const whole = productValue + pointsValue
  if (whole === 0) return { products: price, points: 0 }
  const steps = shareStepBps === undefined ? null : mulDivRound(pointsValue, 10_000 / shareStepBps, whole)
  const points =
    steps === null ? mulDivRound(price, pointsValue, whole) : mulDivRound(price, steps * shareStepBps!, 10_000)
  return { products: price - points, points }
}

/** The stand-alone value of points: what they are worth, times the share that is expected to be redeemed. */
export function pointsValueOf(worth: number, expectedBps: number): number {
  return mulDivRound(worth, expectedBps, 10_000)
}

export type Cohort = {
  /** What was put aside for the points of a period. */
  deferred: number
  issued: number
  /** Redeemed so far; ended or taken so far. */
  redeemed: number
  ended: number
}

/**
 * What has become revenue of a cohort so far: in proportion to redemption, over all that are expected to be redeemed, so that breakage
 * comes with it. More redeemed than expected raises the expectation; when nothing is left to redeem, all of it is revenue.
 */
export function recognisedOf({ deferred, issued, redeemed, ended }: Cohort, expectedPoints: number): number {
  if (redeemed + ended >= issued) return deferred
  const expected = Math.max(expectedPoints, redeemed, 1)
  return mulDivRound(deferred, Math.max(0, redeemed), expected)
}

/** The revenue of a period: what has become revenue so far with today's expectation, less what was booked before. */
export function catchUp(
  cohort: Cohort,
  expectedPoints: number,
  recognisedBefore: number,
): { revenue: number; liability: number } {
  const recognised = recognisedOf(cohort, expectedPoints)
  return { revenue: recognised - recognisedBefore, liability: cohort.deferred - recognised }
}

export type JournalLine = { account: JournalAccount; debitCents: number; creditCents: number }
export const journalAccounts = ['sales_revenue', 'contract_liability', 'points_revenue'] as const
export type JournalAccount = (typeof journalAccounts)[number]

/**
 * The entries of a month: what is put aside out of sales, and what becomes revenue. A catch-up may be negative, when more points are
 * expected to be redeemed than before: then the entry is turned round. Debit and credit are equal, always.
 */
export function journalOf({
  deferredCents,
  revenueCents,
}: {
  deferredCents: number
  revenueCents: number
}): JournalLine[] {
  return [
    ...move('sales_revenue', 'contract_liability', deferredCents),
    ...move('contract_liability', 'points_revenue', revenueCents),
  ]
}

function move(debit: JournalAccount, credit: JournalAccount, cents: number): JournalLine[] {
  if (cents === 0) return []
  const [from, to] = cents > 0 ? [debit, credit] : [credit, debit]
  const amount = Math.abs(cents)
  return [
    { account: from, debitCents: amount, creditCents: 0 },
    { account: to, debitCents: 0, creditCents: amount },
  ]
}
