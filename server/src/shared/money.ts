import { assert } from './assert.ts'

declare const centsBrand: unique symbol

/** Money in the merchant's currency, in whole cents (分). Always a safe integer. */
export type Cents = number & { readonly [centsBrand]: true }

/** The largest amount that one field may carry: a hundred million yuan. Sums of such amounts stay safe integers. */
export const maxCents = 10_000_000_000

/** Marks a whole number as cents. Throws on a fraction or an unsafe integer: that is a bug, not an input error. */
export function cents(value: number): Cents {
  assert(Number.isSafeInteger(value), `not a whole number of cents: ${value}`)
  return (value === 0 ? 0 : value) as Cents
}

export function sumCents(values: Iterable<number>): Cents {
  let sum = 0
  for (const value of values) sum += value
  return cents(sum)
}

/**
 * round(a · b / divisor) with halves away from zero (R34), exact for any safe integers.
 *
 * Sign symmetric: round(−x) = −round(x) (R17), so that a refund mirrors its sale.
 */
export function mulDivRound(a: number, b: number, divisor: number): number {
  assert(
    Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(divisor),
    'mulDivRound takes whole numbers',
  )
  assert(divisor > 0, 'the divisor is positive')
  const product = a * b
  if (Number.isSafeInteger(product) && Math.abs(product) <= Number.MAX_SAFE_INTEGER / 4) {
    const magnitude = Math.abs(product)
    const quotient = Math.floor(magnitude / divisor)
    const rounded = 2 * (magnitude - quotient * divisor) >= divisor ? quotient + 1 : quotient
    return product < 0 ? -rounded || 0 : rounded
  }
  const exact = BigInt(a) * BigInt(b)
  const magnitude = exact < 0n ? -exact : exact
  const rounded = Number((2n * magnitude + BigInt(divisor)) / (2n * BigInt(divisor)))
  assert(Number.isSafeInteger(rounded), 'mulDivRound overflows')
  return exact < 0n ? -rounded || 0 : rounded
}

/** A share of an amount in basis points (1/10,000), halves away from zero. */
export function bpsOf(amount: number, rateBps: number): number {
  return mulDivRound(amount, rateBps, 10_000)
}

/**
 * Spreads an amount over weights by largest remainder (R19): floors first, then one cent each to the largest fractions,
 * ties by position. The shares sum exactly to `amount`. Negative amounts mirror positive ones.
 *
 * With all weights zero nothing can be spread: `amount` must then be zero.
 */
export function allocate(amount: number, weights: readonly number[]): number[] {
  assert(Number.isSafeInteger(amount), 'the amount is a whole number')
  if (amount < 0) return allocate(-amount, weights).map((share) => (share === 0 ? 0 : -share))
  let total = 0
  let heaviest = 0
  for (const weight of weights) {
    assert(Number.isSafeInteger(weight) && weight >= 0, 'weights are whole numbers from zero')
    total += weight
    if (weight > heaviest) heaviest = weight
  }
  assert(Number.isSafeInteger(total), 'the weights add up')
  if (total === 0) {
    assert(amount === 0, 'an amount cannot be spread over nothing')
    return weights.map(() => 0)
  }
  // Long integers cost; amounts of a shop fit into plain ones nearly always.
  const divide = Number.isSafeInteger(amount * heaviest) ? divideSafe : divideLong
  const shares: number[] = []
  const fractions: { index: number; remainder: number }[] = []
  let given = 0
  weights.forEach((weight, index) => {
    const { whole, remainder } = divide(amount, weight, total)
    shares.push(whole)
    given += whole
    if (remainder > 0) fractions.push({ index, remainder })
  })
  if (given === amount) return shares
  fractions.sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  for (let left = amount - given, next = 0; left > 0; left--, next++) {
    const { index } = fractions[next]!
    shares[index] = shares[index]! + 1
  }
  return shares
}

function divideSafe(amount: number, weight: number, total: number): { whole: number; remainder: number } {
  const product = amount * weight
  const remainder = product % total
  return { whole: (product - remainder) / total, remainder }
}

function divideLong(amount: number, weight: number, total: number): { whole: number; remainder: number } {
  const product = BigInt(amount) * BigInt(weight)
  return { whole: Number(product / BigInt(total)), remainder: Number(product % BigInt(total)) }
}

/** Cents as a figure that a spreadsheet adds up: 1,234 → "12.34". */
export function decimalOf(cents: number): string {
  const whole = Math.trunc(Math.abs(cents) / 100)
  const rest = String(Math.abs(cents) % 100).padStart(2, '0')
  return `${cents < 0 ? '-' : ''}${whole}.${rest}`
}
