export type MeanEffect = {
  /** Per leaver, whole cents, rounded half away from zero; null while that side is empty, and the difference while either is. */
  offeredCents: number | null
  heldOutCents: number | null
  differenceCents: number | null
  fromCents: number | null
  untilCents: number | null
}

/** 95 %, two-sided. */
const usualZ = 1.959963984540054

/**
 * What offers add to the margin, per leaver: the difference of two means with Welch's interval (Welch 1947, Biometrika 34), each
 * side with its own variance, of 95 % unless `z` says otherwise. Without an interval where a side has fewer than two, and without a difference where one has nobody.
 */
export function meanEffect(offered: readonly number[], heldOut: readonly number[], z = usualZ): MeanEffect {
  if (offered.length === 0 || heldOut.length === 0) {
    const meanOrNone = (values: readonly number[]) => (values.length === 0 ? null : meanOf(values))
    const means = { offeredCents: meanOrNone(offered), heldOutCents: meanOrNone(heldOut) }
    return { ...means, differenceCents: null, fromCents: null, untilCents: null }
  }
  const [one, two] = [momentsOf(offered), momentsOf(heldOut)]
  const difference = one.mean - two.mean
  const isKnown = one.error !== null && two.error !== null
  const spread = isKnown ? z * Math.sqrt(one.error! + two.error!) : null
  return {
    ...{ offeredCents: cents(one.mean), heldOutCents: cents(two.mean), differenceCents: cents(difference) },
    fromCents: spread === null ? null : cents(difference - spread),
    untilCents: spread === null ? null : cents(difference + spread),
  }
}

/** The upper end of a mean's interval, in cents; null of fewer than two. */
export function upperMean(values: readonly number[], z: number): number | null {
  if (values.length < 2) return null
  const { mean, error } = momentsOf(values)
  return mean + z * Math.sqrt(error!)
}

/** The mean, and the square of its standard error; null of one value. */
function momentsOf(values: readonly number[]): { mean: number; error: number | null } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  if (values.length < 2) return { mean, error: null }
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, error: squares / (values.length - 1) / values.length }
}

/** The mean in whole cents, rounded half away from zero; of at least one value. */
export function meanOf(values: readonly number[]): number {
  return cents(momentsOf(values).mean)
}

const cents = (value: number) => Math.sign(value) * Math.round(Math.abs(value)) || 0
