import type { ItemScope } from '#modules/catalog/item-scope-rules.ts'
import type { Promotion } from '#modules/promotions/promotion-types.ts'
import { type OracleLine, roundHalfAway } from './price-oracle.ts'

/**
 * What offers take off a second, slower way: every piece of goods is laid out by itself, every comparison is of fractions, every
 * set is made one at a time. Shares no code with the rules. Only tests read it.
 */
export type OracleState = {
  lines: readonly OracleLine[]
  nets: bigint[]
  memberPriced: boolean[]
  promoted: boolean[]
  couponless: boolean[]
  groups: Set<string>[]
}

type Piece = { place: number; over: bigint; under: bigint }
export type Cut = { off: bigint; on: number[]; weights: bigint[]; counted: number[] }

export function reaches(scope: ItemScope, line: OracleLine): boolean {
  const out = [...scope.excludedProductIds, ...scope.excludedCategoryIds]
  if (!line.isDiscountable || out.includes(line.lineId) || line.categoryIds.some((id) => out.includes(id))) return false
  return (
    scope.of === 'all' ||
    scope.productIds.includes(line.lineId) ||
    line.categoryIds.some((id) => scope.categoryIds.includes(id))
  )
}

export const total = (values: readonly bigint[]) => values.reduce((sum, value) => sum + value, 0n)
export const least = (a: bigint, b: bigint) => (a < b ? a : b)
export const partOf = (net: bigint, pieces: number, of: number) =>
  roundHalfAway({ over: net * BigInt(pieces), under: BigInt(of) })
export const rateOf = (amount: bigint, bps: number) => roundHalfAway({ over: amount * BigInt(bps), under: 10_000n })

export function pieceCount(line: OracleLine): number {
  return line.isWeighed ? 0 : line.quantityMilli / 1000
}

/** The pieces of some lines, dear ones first, then by line id. */
export function layOut(
  state: OracleState,
  places: readonly number[],
  less: ReadonlyMap<number, bigint> = new Map(),
): Piece[] {
  const pieces = places.flatMap((place) => {
    const count = pieceCount(state.lines[place]!)
    const over = state.nets[place]! - (less.get(place) ?? 0n) * BigInt(count)
    return Array.from({ length: count }, (): Piece => ({ place, over, under: BigInt(count) }))
  })
  return pieces.sort((a, b) => {
    const left = a.over * b.under
    const right = b.over * a.under
    if (left !== right) return left > right ? -1 : 1
    return state.lines[a.place]!.lineId < state.lines[b.place]!.lineId ? -1 : 1
  })
}

export function countBy(pieces: readonly Piece[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const { place } of pieces) counts.set(place, (counts.get(place) ?? 0) + 1)
  return counts
}

export function cutOf(state: OracleState, promotion: Promotion): Cut | undefined {
  const { group, withMemberPrice } = promotion.stacking
  const isOpen = (place: number) =>
    (withMemberPrice || !state.memberPriced[place]) && (group === null || !state.groups[place]!.has(group))
  const within = (scope: ItemScope) =>
    state.lines.flatMap((line, place) => (reaches(scope, line) && isOpen(place) ? [place] : []))
  const cut = cutBy(state, promotion, within, isOpen)
  return cut && cut.off > 0n ? cut : undefined
}

function cutBy(
  state: OracleState,
  { offer, scope }: Promotion,
  within: (scope: ItemScope) => number[],
  isOpen: (place: number) => boolean,
): Cut | undefined {
  const on = within(scope)
  const amount = total(on.map((place) => state.nets[place]!))
  const whole = (off: bigint, places = on): Cut => ({
    off,
    on: places,
    weights: places.map((place) => state.nets[place]!),
    counted: places,
  })
  if (offer.kind === 'threshold_off') {
    const step = offer.steps
      .filter((each) => amount > 0n && BigInt(each.thresholdCents) <= amount)
      .sort((a, b) => b.thresholdCents - a.thresholdCents)[0]
    if (!step) return undefined
    let times = 0n
    for (let left = amount; left >= BigInt(step.thresholdCents); left -= BigInt(step.thresholdCents)) {
      times += 1n
      if (!offer.isRepeating || times === BigInt(offer.maxTimes ?? -1)) break
    }
    return whole(least(amount, times * BigInt(step.offCents)))
  }
  if (offer.kind === 'threshold_rate' || offer.kind === 'quantity_rate') {
    const isByPiece = offer.kind === 'quantity_rate'
    const places = isByPiece ? on.filter((place) => !state.lines[place]!.isWeighed) : on
    const reached = isByPiece ? BigInt(layOut(state, places).length) : amount
    const steps = isByPiece
      ? offer.steps.map(({ quantity, offBps }) => ({ bound: quantity, offBps }))
      : offer.steps.map(({ thresholdCents, offBps }) => ({ bound: thresholdCents, offBps }))
    const step = steps
      .filter(({ bound }) => reached > 0n && BigInt(bound) <= reached)
      .sort((a, b) => b.bound - a.bound)[0]
    if (!step) return undefined
    const off = rateOf(total(places.map((place) => state.nets[place]!)), step.offBps)
    return whole(offer.capCents === null ? off : least(off, BigInt(offer.capCents)), places)
  }
  if (offer.kind === 'nth_item') return cutNth(state, offer, on)
  if (offer.kind === 'bundle')
    return cutBundle(
      state,
      offer,
      offer.parts.map((part) => within(part.scope)),
    )
  if (offer.kind === 'add_on') return cutAddOn(state, offer, on, isOpen)
  return undefined
}

function cutNth(
  state: OracleState,
  { n, offBps, maxTimes }: Extract<Promotion['offer'], { kind: 'nth_item' }>,
  on: readonly number[],
): Cut {
  const pieces = layOut(state, on)
  const used: Piece[] = []
  const reduced: Piece[] = []
  for (let first = 0; first + n <= pieces.length && reduced.length !== maxTimes; first += n) {
    used.push(...pieces.slice(first, first + n))
    reduced.push(pieces[first + n - 1]!)
  }
  const value = (place: number, count: number) => partOf(state.nets[place]!, count, pieceCount(state.lines[place]!))
  const off = total([...countBy(reduced)].map(([place, count]) => rateOf(value(place, count), offBps)))
  const places = [...countBy(used)]
  const weights = places.map(([place, count]) => value(place, count))
  return {
    off: least(off, total(weights)),
    on: places.map(([place]) => place),
    weights,
    counted: places.map(([p]) => p),
  }
}

function cutBundle(
  state: OracleState,
  { parts, priceCents, maxTimes }: Extract<Promotion['offer'], { kind: 'bundle' }>,
  within: readonly number[][],
): Cut {
  const choices = parts.map(({ quantity }, index) => ({ quantity, pieces: layOut(state, within[index]!) }))
  const scarceFirst = choices.map((choice, index) => ({ ...choice, index }))
  scarceFirst.sort((a, b) => a.pieces.length - b.pieces.length || a.index - b.index)
  const taken = new Map<number, number>()
  const sets: Piece[][] = []
  while (sets.length !== maxTimes) {
    const now = new Map(taken)
    const set: Piece[] = []
    for (const { quantity, pieces } of scarceFirst) {
      const seen = new Map<number, number>()
      let missing = quantity
      for (const piece of pieces) {
        if (missing === 0) break
        // The nth piece of a line is free when fewer than n of it are taken.
        const nth = (seen.get(piece.place) ?? 0) + 1
        seen.set(piece.place, nth)
        const before = now.get(piece.place) ?? 0
        if (nth <= before) continue
        now.set(piece.place, before + 1)
        set.push(piece)
        missing -= 1
      }
      if (missing > 0) return closeBundle(state, sets, priceCents)
    }
    let over = 0n
    let under = 1n
    for (const piece of set) {
      over = over * piece.under + piece.over * under
      under *= piece.under
    }
    if (over <= BigInt(priceCents) * under) break
    sets.push(set)
    for (const [place, count] of now) taken.set(place, count)
  }
  return closeBundle(state, sets, priceCents)
}

function closeBundle(state: OracleState, sets: readonly Piece[][], priceCents: number): Cut {
  const places = [...countBy(sets.flat())]
  const weights = places.map(([place, count]) => partOf(state.nets[place]!, count, pieceCount(state.lines[place]!)))
  const on = places.map(([place]) => place)
  return { off: total(weights) - BigInt(priceCents) * BigInt(sets.length), on, weights, counted: on }
}

function cutAddOn(
  state: OracleState,
  { thresholdCents, items, quantity }: Extract<Promotion['offer'], { kind: 'add_on' }>,
  on: readonly number[],
  isOpen: (place: number) => boolean,
): Cut | undefined {
  const priceOf = (place: number) => items.find(({ productId }) => productId === state.lines[place]!.lineId)?.priceCents
  const counted = on.filter((place) => priceOf(place) === undefined)
  const amount = total(counted.map((place) => state.nets[place]!))
  if (amount === 0n || amount < BigInt(thresholdCents)) return undefined
  const offered = state.lines.flatMap((line, place) =>
    line.isDiscountable && isOpen(place) && priceOf(place) !== undefined ? [place] : [],
  )
  const less = new Map(offered.map((place) => [place, BigInt(priceOf(place)!)]))
  const chosen = layOut(state, offered, less)
    .filter(({ over }) => over > 0n)
    .slice(0, quantity)
  const places = [...countBy(chosen)]
  const weights = places.map(([place, count]) => {
    const value = partOf(state.nets[place]!, count, pieceCount(state.lines[place]!))
    const off = value - less.get(place)! * BigInt(count)
    return off < 0n ? 0n : off
  })
  const added = places.map(([place]) => place)
  return { off: total(weights), on: added, weights, counted: [...counted, ...added] }
}
