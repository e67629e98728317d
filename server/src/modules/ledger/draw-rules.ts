import { assert } from '#shared/assert.ts'
import { mulDivRound } from '#shared/money.ts'
import { freeUnits, isUsable, type DrawMode, type Lot } from './ledger-rules.ts'

/** Whether a policy's priority goes before expiry in the order of spending. */
export type DrawOrder = 'expiry' | 'priority'

/** What is drawn as one: a lot, or the two lots of a pair whose sides are both usable. */
export type Slice = { lots: readonly [Lot] | readonly [principal: Lot, bonus: Lot]; freeUnits: number }

/** Units taken from one lot; the sides of a pair share a position. */
export type Take = { lot: Lot; units: number; position: number }

/**
 * How much of a pair's consumption falls on principal, after a total consumption of `consumed` (R2).
 *
 * Taken cumulatively, each step books the difference to the last, so that the principal left always equals
 * principal − round(consumed · principal / (principal + bonus)): rounding each step alone would drift.
 */
export function principalDrawn(mode: DrawMode, principal: number, bonus: number, consumed: number): number {
  assert(consumed >= 0 && consumed <= principal + bonus, 'consumption lies within the pair')
  if (mode === 'principal_first') return Math.min(consumed, principal)
  if (mode === 'bonus_first') return Math.max(0, consumed - bonus)
  return consumed === 0 ? 0 : mulDivRound(consumed, principal, principal + bonus)
}

/** The total order of spending (R10): [priority,] expiry with never last, then age, then id. */
export function compareLots(a: Lot, b: Lot, order: DrawOrder): number {
  if (order === 'priority' && a.priority !== b.priority) return a.priority - b.priority
  const expiry = (a.expiry?.at.getTime() ?? Infinity) - (b.expiry?.at.getTime() ?? Infinity)
  if (expiry !== 0 && !Number.isNaN(expiry)) return expiry
  const age = a.earnedAt.getTime() - b.earnedAt.getTime()
  if (age !== 0) return age
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/** The usable lots as slices, in the order of spending. A pair stands where the first of its sides with value stands. */
export function slicesOf(lots: readonly Lot[], at: Date, order: DrawOrder): Slice[] {
  const usable = lots.filter((lot) => isUsable(lot, at))
  const mates = new Map<string, Lot[]>()
  for (const lot of usable) {
    if (!lot.pair) continue
    const sides = mates.get(lot.pair.id)
    if (sides) sides.push(lot)
    else mates.set(lot.pair.id, [lot])
  }
  const ranked: { first: Lot; slice: Slice }[] = []
  for (const lot of usable.filter((lot) => freeUnits(lot) > 0).sort((a, b) => compareLots(a, b, order))) {
    const sides = lot.pair ? mates.get(lot.pair.id) : [lot]
    if (!sides) continue // its mate came earlier and stands for both
    if (lot.pair) mates.delete(lot.pair.id)
    ranked.push({ first: lot, slice: sliceOf(sides) })
  }
  return ranked.map(({ slice }) => slice)
}

function sliceOf(sides: readonly Lot[]): Slice {
  if (sides.length === 1) return { lots: [sides[0]!], freeUnits: freeUnits(sides[0]!) }
  assert(sides.length === 2, 'a pair has two sides')
  const principal = sides.find((lot) => lot.pair!.side === 'principal')
  const bonus = sides.find((lot) => lot.pair!.side === 'bonus')
  assert(principal && bonus, 'a pair is one principal and one bonus')
  return { lots: [principal, bonus], freeUnits: freeUnits(principal) + freeUnits(bonus) }
}

/** Takes units from slices in order. The caller has made sure that they suffice. */
export function drawUnits(slices: readonly Slice[], units: number): Take[] {
  const takes: Take[] = []
  let left = units
  for (const [position, slice] of slices.entries()) {
    if (left === 0) break
    const taken = Math.min(left, slice.freeUnits)
    takes.push(...splitDraw(slice, taken, position))
    left -= taken
  }
  assert(left === 0, 'drawn more than there is')
  return takes
}

function splitDraw(slice: Slice, units: number, position: number): Take[] {
  const [first, bonus] = slice.lots
  if (!bonus) return [{ lot: first, units, position }]
  const consumed = first.drawnUnits + bonus.drawnUnits + units
  const target = principalDrawn(first.pair!.drawMode, first.baseUnits, bonus.baseUnits, consumed) - first.drawnUnits
  // Within what each side still has: a side of the pair may have shrunk by a clawback or a payout.
  const principalUnits = Math.min(Math.max(target, 0, units - freeUnits(bonus)), units, freeUnits(first))
  return [
    { lot: first, units: principalUnits, position },
    { lot: bonus, units: units - principalUnits, position },
  ].filter((take) => take.units > 0)
}

/**
 * How units given back to a pair divide: its consumption falls by `units` and the split follows the same function (R4),
 * so that principal and bonus stay as if the refunded part had never been spent.
 */
export function splitRestore(
  principal: Lot,
  bonus: Lot,
  units: number,
): { principalUnits: number; bonusUnits: number } {
  const consumed = principal.drawnUnits + bonus.drawnUnits - units
  const target = principalDrawn(principal.pair!.drawMode, principal.baseUnits, bonus.baseUnits, consumed)
  const back = Math.min(
    Math.max(principal.drawnUnits - target, 0, units - bonus.drawnUnits),
    units,
    principal.drawnUnits,
  )
  return { principalUnits: back, bonusUnits: units - back }
}
